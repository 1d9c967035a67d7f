package dev.usher.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.SimulatedDynamo;
import dev.usher.events.Event;
import dev.usher.events.EventPatch;
import dev.usher.events.EventStore;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * One random schedule of purges of an event beside its first registrations and changes, over a faulty store. No event
 * with a history may be deleted, nothing may be committed at a deleted one, and every answer must be true when it is
 * given. A function of the seed, with the counts of what happened.
 */
public final class PurgeSchedule implements LongFunction<Map<String, Integer>> {
    private static final long MAX_MILLIS = 120_000;
    private static final long CALM_MILLIS = 9_000;
    private static final long SWEEP_MILLIS = 1_000;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int PURGE_PAUSE_MILLIS = 50;
    private static final String ID = "e";

    @Override
    public Map<String, Integer> apply(long seed) {
        try (var run = new Run(seed)) {
            return run.run();
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
        }
    }

    private static final class Run extends RandomRun {
        private final ModelDynamoDb store;
        private final EventStore events;
        private final List<CrashableNode> nodes = new ArrayList<>();
        private final int spread;
        private boolean registered;
        private boolean purged;

        Run(long seed) {
            super(seed);
            store = new ModelDynamoDb(time, faults, (token, changes) -> changes.forEach(this::decided));
            events = new SimulatedDynamo(vertx, client()).events();
            spread = random.nextBoolean() ? 20 : 400;
            for (int i = 0; i <= random.nextInt(3); i++) {
                nodes.add(new CrashableNode(i, time, vertx, bus, client(), SWEEP_MILLIS));
            }
        }

        private FaultyClient client() {
            return new FaultyClient(time, store, faults, token -> {});
        }

        private void decided(ModelDynamoDb.ItemChange change) {
            if (change.table().equals("Registrations") && !change.after().isEmpty()) {
                assertThat(purged).as("a registration at a deleted event").isFalse();
                registered = true;
            }
            if (change.table().equals("Events") && change.after().isEmpty()) {
                assertThat(registered).as("an event with a history is deleted").isFalse();
                purged = true;
            }
        }

        Map<String, Integer> run() {
            create();
            faults.calm(false);
            var acting = new ArrayList<Future<?>>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                acting.add(repeated(1 + random.nextInt(3), this::purge));
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                var user = "u" + i;
                acting.add(pause(2 * spread).compose(paused -> comeAndGo(user)));
            }
            acting.add(repeated(random.nextInt(4), this::resize));
            acting.add(pause(2 * spread).onSuccess(paused -> store.restart()));
            await(Future.all(acting), MAX_MILLIS);
            faults.calm(true);
            time.run(CALM_MILLIS, () -> false);
            assertThat(store.idle()).as("transactions are over").isTrue();
            faults.count(purged ? "purged" : registered ? "registered" : "neither");
            judge();
            return faults.counts();
        }

        private Event create() {
            int capacity = 1 + random.nextInt(3);
            var event = new Event(ID, "Event", capacity, random.nextBoolean(), Event.Counts.NEW, Timestamp.now(), null);
            return await(events.create(event), MAX_MILLIS);
        }

        private interface Request {
            Future<?> send(Deadline deadline);
        }

        private Future<?> repeated(int times, Request request) {
            return times == 0
                    ? Future.succeededFuture()
                    : pause(2 * spread)
                            .compose(paused -> request.send(Deadline.inMillis(1 + random.nextInt(PATIENCE_MILLIS))))
                            .compose(answered -> repeated(times - 1, request));
        }

        /** As the service does it. */
        private Future<?> purge(Deadline deadline) {
            return tried(deadline)
                    .recover(failure -> failure instanceof UnavailableException
                            ? Future.succeededFuture(Outcome.refused(RefusalReason.BUSY))
                            : Future.failedFuture(failure))
                    .map(this::demandTruth);
        }

        private Future<Outcome<Event>> tried(Deadline deadline) {
            return events.find(Set.of(ID)).compose(found -> {
                if (!found.containsKey(ID)) {
                    return Future.succeededFuture(Outcome.refused(RefusalReason.EVENT_NOT_FOUND));
                }
                var event = found.get(ID).orElseThrow();
                return events.purge(event).compose(result -> switch (result) {
                    case DONE -> {
                        assertThat(purged).as("deleted, as the answer says").isTrue();
                        yield Future.succeededFuture(Outcome.done(event));
                    }
                    case HAS_HISTORY -> Future.succeededFuture(Outcome.refused(RefusalReason.EVENT_HAS_HISTORY));
                    case CHANGED ->
                        deadline.passed()
                                ? Future.succeededFuture(Outcome.refused(RefusalReason.BUSY))
                                : pause(PURGE_PAUSE_MILLIS).compose(paused -> tried(deadline));
                });
            });
        }

        private Future<?> comeAndGo(String user) {
            return ask(new Register(ID, user, null, null, Deadline.inMillis(PATIENCE_MILLIS)))
                    .compose(answer -> random.nextBoolean()
                            ? ask(new Unregister(ID, user, null, Deadline.inMillis(PATIENCE_MILLIS)))
                            : Future.succeededFuture());
        }

        private Future<?> resize(Deadline deadline) {
            var patch = new EventPatch(null, 1 + random.nextInt(5), null, Map.of());
            return ask(new UpdateEvent(ID, patch, deadline));
        }

        private Future<?> ask(LedgerCommand<?> command) {
            return nodes.get(random.nextInt(nodes.size())).ask(command).map(answer -> answer.map(this::demandTruth));
        }

        private Outcome<?> demandTruth(Outcome<?> answer) {
            return answer.fold(done -> answer, refused -> {
                switch (refused.reason()) {
                    case EVENT_NOT_FOUND ->
                        assertThat(purged).as("deleted, as the answer says").isTrue();
                    case EVENT_HAS_HISTORY, EVENT_FULL, ALREADY_REGISTERED ->
                        assertThat(registered)
                                .as("registrations, as %s says", refused)
                                .isTrue();
                    default -> {}
                }
                return answer;
            });
        }

        private void judge() {
            assertThat(store.decided("Events").isEmpty()).isEqualTo(purged);
            long last = 0;
            if (purged) {
                assertThat(store.decided("Registrations")).isEmpty();
                assertThat(store.decided("Changes")).hasSizeBetween(1, 2);
                for (var row : store.decided("Changes").values()) {
                    assertThat(row).doesNotContainKey("details");
                    last = Math.max(last, Long.parseLong(row.get("version").n()));
                }
                purged = false;
                assertThat(create().counts().version()).isGreaterThan(last + 1);
            }
            for (var node : nodes) {
                var probe = "probe" + node.number();
                assertThat(await(
                                        node.ask(new Register(
                                                ID, probe, null, null, Deadline.inMillis(PATIENCE_MILLIS))),
                                        MAX_MILLIS)
                                .orElseThrow()
                                .<Object>fold(done -> "done", refused -> refused.reason()))
                        .isIn("done", RefusalReason.EVENT_FULL);
            }
        }
    }
}
