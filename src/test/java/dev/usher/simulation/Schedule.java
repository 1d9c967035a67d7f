package dev.usher.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.SimulatedDynamo;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.events.EventPatch;
import dev.usher.history.Answer;
import dev.usher.history.Answer.Kind;
import dev.usher.history.EventHistory;
import dev.usher.service.Deadline;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * One random schedule: clients, an organizer, crashes and a faulty store, and then a calm end, after which nothing may
 * be owed and every replica must answer. A function of the seed, with the counts of what happened; fails with the seed
 * and the story.
 */
public final class Schedule implements LongFunction<Map<String, Integer>> {
    private static final long MAX_MILLIS = 600_000;
    private static final long CALM_MILLIS = 9_000;
    private static final long LAPSES_MILLIS = 150_000;
    private static final long PROGRESS_MILLIS = 4_000;
    private static final int READ_MILLIS = 200;
    /** After it every end that a schedule sets has passed on every clock. */
    private static final long ENDS_MILLIS = 20_000;

    /** Far enough for promotions that must be confirmed, and for those that need not. */
    private static final int MAX_END_MILLIS = 1_500_000;

    private static final Instant PAST = Instant.parse("2025-01-01T00:00:00Z");

    @Override
    public Map<String, Integer> apply(long seed) {
        try (var run = new Run(seed)) {
            try {
                return run.run();
            } catch (RuntimeException | AssertionError failure) {
                run.recorder.tell("failed: " + failure);
                throw new AssertionError("seed " + seed + ": " + failure.getMessage() + "\n" + run.story(), failure);
            }
        }
    }

    private static final class Run extends RandomRun {
        private final Recorder recorder;
        private final ModelDynamoDb store;
        private final SimulatedClient client;
        private final List<CrashableNode> nodes = new ArrayList<>();
        private final long sweepMillis;
        private final int capacity;
        private final boolean hasWaitlist;
        private final int users;
        private final int requests;
        private final int spread;
        private final int maxCapacity;
        private final int patience;
        private final Integer confirmMinutes;
        private int started;
        private int keys;

        Run(long seed) {
            super(seed);
            recorder = new Recorder(time);
            store = new ModelDynamoDb(time, faults, recorder::decided);
            client = new SimulatedClient(time, recorder, 5);
            sweepMillis = 200 + random.nextInt(1_800);
            patience = random.nextBoolean() ? 5_000 : 600;
            boolean confirms = false;
            switch (random.nextInt(7)) {
                case 0, 1 -> { // A crowd at a full event.
                    capacity = 1 + random.nextInt(3);
                    maxCapacity = capacity + random.nextInt(3);
                    hasWaitlist = false;
                    users = 20 + random.nextInt(100);
                    requests = 3 + random.nextInt(6);
                    spread = 30 + random.nextInt(300);
                }
                case 2 -> { // A long waitlist, and raises that take several turns.
                    capacity = 1 + random.nextInt(4);
                    users = 60 + random.nextInt(140);
                    maxCapacity = users;
                    hasWaitlist = true;
                    requests = 2;
                    spread = 30 + random.nextInt(300);
                }
                case 3 -> { // Promoted users who must confirm.
                    capacity = 1 + random.nextInt(4);
                    users = 5 + random.nextInt(15);
                    maxCapacity = 2 * capacity;
                    hasWaitlist = true;
                    requests = 8;
                    spread = 20_000;
                    confirms = true;
                }
                default -> {
                    capacity = 1 + random.nextInt(6);
                    users = 3 + random.nextInt(20);
                    maxCapacity = users;
                    hasWaitlist = random.nextInt(4) > 0;
                    requests = 6;
                    spread = random.nextBoolean() ? 30 : 500;
                }
            }
            confirmMinutes = confirms ? 1 : null;
        }

        String story() {
            return recorder.story();
        }

        Map<String, Integer> run() {
            for (int i = Math.min(3, 1 + random.nextInt(5)); i > 0; i--) {
                nodes.add(start());
            }
            await(create(), MAX_MILLIS);
            faults.calm(false);
            var acting = new ArrayList<Future<?>>();
            for (int i = 0; i < users; i++) {
                acting.add(act("u" + i, requests, null, false));
            }
            acting.add(organize(random.nextInt(4)));
            acting.add(befall(random.nextInt(4)));
            var reader = new FeedReader();
            acting.add(follow(reader, random.nextInt(100)));
            await(Future.all(acting), MAX_MILLIS);
            settle();
            recorder.judge(store);
            nodes.forEach(node -> followed(node, reader));
            nodes.forEach(node -> followed(node, new FeedReader()));
            var history = recorder.history();
            faults.count("version", history.versions().size());
            faults.count("answer", history.actions().size());
            return faults.counts();
        }

        private CrashableNode start() {
            var connection = new FaultyClient(time, store, faults, recorder::sent);
            return new CrashableNode(started++, time, vertx, bus, connection, sweepMillis);
        }

        private Future<Event> create() {
            return new SimulatedDynamo(vertx, new FaultyClient(time, store, faults, recorder::sent))
                    .events()
                    .create(new Event(
                            "e",
                            new EventDetails("Event", capacity, hasWaitlist)
                                    .with(EventField.CONFIRM_MINUTES, confirmMinutes)
                                    .amended(
                                            new EventPatch(null, null, null, random.nextBoolean() ? Map.of() : ends())),
                            Event.Status.SCHEDULED,
                            Event.Counts.NEW,
                            Timestamp.now(),
                            null,
                            null));
        }

        private CrashableNode anyNode() {
            return nodes.get(random.nextInt(nodes.size()));
        }

        private Deadline deadline() {
            return Deadline.inMillis(50 + random.nextInt(patience));
        }

        /**
         * @param lastKey of a request that may be repeated, or null
         * @param seated whether the last answer gave a seat
         */
        private Future<Void> act(String user, int left, String lastKey, boolean seated) {
            if (left == 0) {
                return Future.succeededFuture();
            }
            var key = random.nextInt(5) == 0 ? null : lastKey != null && random.nextInt(3) > 0 ? lastKey : "k" + keys++;
            return pause(spread)
                    .compose(paused -> seated && random.nextInt(3) > 0 ? unregister(user) : request(user, key))
                    .compose(answer -> act(user, left - 1, key, answer.kind() == Kind.SEATED));
        }

        private Future<Answer> request(String user, String key) {
            if (confirmMinutes != null && random.nextInt(3) == 0) {
                return switch (random.nextInt(4)) {
                    case 0 -> both(() -> confirm(user), () -> unregister(user));
                    case 1 -> both(() -> confirm(user), () -> confirm(user));
                    default -> confirm(user);
                };
            }
            return switch (random.nextInt(10)) {
                case 0, 1 -> unregister(user);
                case 2 -> both(() -> register(user, key), () -> register(user, key));
                case 3 -> both(() -> register(user, key), () -> register(user, "k" + keys++));
                case 4 -> both(() -> register(user, key), () -> unregister(user));
                case 5 -> both(() -> unregister(user), () -> register(user, key));
                case 6 -> both(() -> unregister(user), () -> unregister(user));
                default -> register(user, key);
            };
        }

        /** The second one begins while the first one may still be under way. */
        private Future<Answer> both(Supplier<Future<Answer>> one, Supplier<Future<Answer>> other) {
            var first = one.get();
            var second = random.nextBoolean()
                    ? other.get()
                    : pause(random.nextInt(4) == 0 ? 1_000 : 40).compose(paused -> other.get());
            return Future.all(first, second).map(all -> second.result());
        }

        private Future<Answer> unregister(String user) {
            return client.unregister(anyNode(), user, deadline());
        }

        private Future<Answer> confirm(String user) {
            return client.confirm(anyNode(), user, deadline());
        }

        private Future<Answer> register(String user, String key) {
            return client.register(anyNode(), user, key, deadline());
        }

        private Future<Void> organize(int changes) {
            if (changes == 0) {
                return Future.succeededFuture();
            }
            return pause(2 * spread).compose(paused -> change()).compose(answered -> organize(changes - 1));
        }

        private Future<Answer> change() {
            int dice = random.nextInt(12);
            if (dice < 4) {
                var user = "u" + random.nextInt(users);
                var key = random.nextBoolean() ? null : "k" + random.nextInt(keys + 1);
                return client.invite(anyNode(), user, key, deadline());
            }
            return switch (dice) {
                case 4 -> cancel();
                case 5 -> both(this::cancel, this::reinstate);
                case 6 -> cancel().compose(cancelled -> pause(2 * spread)).compose(paused -> reinstate());
                default ->
                    client.resize(
                            anyNode(),
                            1 + random.nextInt(maxCapacity),
                            random.nextInt(4) == 0 ? random.nextBoolean() : null,
                            fields(),
                            deadline());
            };
        }

        private Future<Answer> cancel() {
            return client.cancel(anyNode(), deadline());
        }

        private Future<Answer> reinstate() {
            return client.reinstate(anyNode(), deadline());
        }

        private Map<EventField<?>, Optional<?>> fields() {
            var fields = new HashMap<EventField<?>, Optional<?>>();
            if (random.nextInt(6) == 0) {
                fields.put(EventField.WAITLIST_CAPACITY, Optional.of(1 + random.nextInt(users)));
            }
            if (random.nextInt(3) == 0) {
                fields.putAll(ends());
            }
            return fields;
        }

        /** Moments of the run, past ones, or none. */
        private Map<EventField<?>, Optional<?>> ends() {
            var ends = new HashMap<EventField<?>, Optional<?>>();
            int last = confirmMinutes == null ? 20 * spread : MAX_END_MILLIS;
            for (var end :
                    List.of(EventField.STARTS_AT, EventField.REGISTRATION_CLOSES_AT, EventField.PROMOTES_UNTIL)) {
                switch (random.nextInt(6)) {
                    case 0 -> ends.put(end, Optional.empty());
                    case 1 -> ends.put(end, Optional.of(PAST));
                    case 2, 3 -> ends.put(end, Optional.of(VirtualJdk.EPOCH.plusMillis(random.nextInt(last))));
                    default -> {}
                }
            }
            return ends;
        }

        private Future<Void> follow(FeedReader reader, int pages) {
            return pages == 0
                    ? Future.succeededFuture()
                    : pause(READ_MILLIS)
                            .compose(paused -> reader.read(anyNode()))
                            .compose(read -> follow(reader, pages - 1));
        }

        /** When all is calm and every version visible, every page brings the reader on. */
        private void followed(CrashableNode node, FeedReader reader) {
            transactionsEnd();
            long last = recorder.last().after().version();
            while (reader.last() < last) {
                long before = reader.last();
                await(reader.read(node), MAX_MILLIS);
                assertThat(reader.last()).as("feed").isGreaterThan(before);
            }
        }

        private Future<Void> befall(int times) {
            if (times == 0) {
                return Future.succeededFuture();
            }
            return pause(4 * spread).compose(paused -> {
                switch (random.nextInt(5)) {
                    case 0 -> {
                        faults.count("event forgotten");
                        anyNode().forget();
                    }
                    case 1 -> {
                        faults.count("store restarted");
                        store.restart();
                    }
                    case 2 -> {
                        faults.count("clock jumped");
                        anyNode().setClock();
                    }
                    default -> crash();
                }
                return befall(times - 1);
            });
        }

        /** One replica always goes on. */
        private void crash() {
            var node = anyNode();
            boolean replaced = nodes.size() == 1 || random.nextBoolean();
            faults.count(replaced ? "node replaced" : "node lost");
            recorder.tell("node " + node.number() + " crashes");
            node.crash();
            nodes.remove(node);
            if (replaced) {
                nodes.add(start());
            }
        }

        /** Late requests arrive, pending transactions end, and the sweeps do the rest. */
        private void settle() {
            recorder.tell("calm");
            faults.calm(true);
            time.run(CALM_MILLIS, () -> false);
            long calm = time.now();
            long bound = 3 * sweepMillis + PROGRESS_MILLIS;
            boolean quiet = time.run(bound + CALM_MILLIS + ENDS_MILLIS, () -> {
                long since = Math.max(calm, recorder.owedSince());
                assertThat(time.now() - since)
                        .as("I10: nanoseconds that seats are owed, version %s", recorder.last())
                        .isLessThan(bound * 1_000_000);
                return recorder.owed() == 0 && store.owing().isEmpty();
            });
            assertThat(quiet).as("nothing is left to the sweeps").isTrue();
            lapses(bound);
            transactionsEnd();
            for (var node : nodes) {
                var probe = "probe" + node.number();
                expectAnswer(client.register(node, probe, null, Deadline.inMillis(5_000)));
                expectAnswer(client.unregister(node, probe, Deadline.inMillis(5_000)));
            }
        }

        /** Also those of callers who hung up. */
        private void transactionsEnd() {
            assertThat(time.run(ENDS_MILLIS, store::idle))
                    .as("transactions are over")
                    .isTrue();
        }

        /** Every seat that is not confirmed lapses within some sweeps of its time. */
        private void lapses(long bound) {
            for (int waited = 0; confirmMinutes != null && waited < LAPSES_MILLIS; waited += CALM_MILLIS) {
                time.run(CALM_MILLIS, () -> false);
                var due = VirtualJdk.EPOCH
                        .plusNanos(time.now())
                        .minusMillis(bound)
                        .minus(EventHistory.CLOCK_SKEW);
                assertThat(store.decided("Registrations").values())
                        .as("seats that lapse too late: due at %s", due)
                        .noneMatch(row -> row.containsKey("confirmBy")
                                && Instant.parse(row.get("confirmBy").s()).isBefore(due));
            }
        }

        private void expectAnswer(Future<Answer> answer) {
            assertThat(await(answer, MAX_MILLIS).kind())
                    .as("I10: the answer of a replica when all is calm")
                    .isNotIn(Kind.BUSY, Kind.STRANGE);
        }
    }
}
