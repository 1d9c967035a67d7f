package dev.usher.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.ServiceBus;
import dev.usher.dynamodb.SimulatedDynamo;
import dev.usher.events.Event;
import dev.usher.history.Answer;
import dev.usher.history.Answer.Kind;
import dev.usher.service.Deadline;
import dev.usher.service.Timestamp;
import dev.usher.users.User;
import dev.usher.users.UserExistenceCache;
import dev.usher.users.UserLookup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Schedules that were found once and are kept, by name: one transaction that hangs, one request that is late, one
 * replica that crashes.
 */
public final class DirectedSchedules implements Supplier<Map<String, Runnable>> {
    private static final long HANGS = 1_500;
    private static final int CROWD = 60;

    @Override
    public Map<String, Runnable> get() {
        Map<String, Runnable> schedules = new LinkedHashMap<>();
        schedules.put("repeated key while the first request is half visible", () -> halfVisible(1, Kind.SEATED));
        schedules.put("repeated key after the first request timed out", () -> halfVisible(0, Kind.SEATED));
        schedules.put("unregister while the register is half visible", DirectedSchedules::unregisterHalfVisible);
        schedules.put("late register after a 404 of another replica", () -> lateRegister(1));
        schedules.put("late register after a 404 of the same replica", () -> lateRegister(0));
        schedules.put("replica that remembers an event hands on what another one left", DirectedSchedules::leftOwed);
        schedules.put("roster that is loaded while a swap of two users hangs", DirectedSchedules::swapHangs);
        schedules.put("roster while the freed seat is not visible", () -> freedSeat("Events"));
        schedules.put("roster while the freed seat is not in the log", () -> freedSeat("Changes"));
        schedules.put("roster behind a gap in the log", DirectedSchedules::gap);
        schedules.put("roster behind an own commit", DirectedSchedules::ownCommit);
        schedules.put("roster behind a raised capacity", DirectedSchedules::raised);
        schedules.put("roster a moment after the seat was freed", DirectedSchedules::freedAMomentAgo);
        schedules.put("late request that another replica overtook", DirectedSchedules::overtaken);
        schedules.put("lost reply and forgotten token", DirectedSchedules::refusedByItself);
        schedules.put("row that is read after a refusal while it goes", DirectedSchedules::readAfterRefusal);
        schedules.put("page of the feed while its version is not in the log", DirectedSchedules::feedBehindTheEvent);
        schedules.put(
                "two creations of a user whose row hangs",
                () -> createdTwice("Users", DirectedSchedules::createUser, DirectedSchedules::userExists));
        schedules.put(
                "two creations of an event whose row hangs",
                () -> createdTwice("Events", DirectedSchedules::createEvent, DirectedSchedules::eventExists));
        return schedules;
    }

    private static void halfVisible(int second, Kind expected) {
        var run = new Run(1);
        run.hang("Registrations");
        run.expect(run.register(0, "ada", "k", 500), Kind.BUSY);
        run.expect(run.register(second, "ada", "k", 5_000), expected);
        run.judge();
    }

    private static void unregisterHalfVisible() {
        var run = new Run(1);
        run.hang("Registrations");
        run.expect(run.register(0, "ada", "k", 500), Kind.BUSY);
        run.expect(run.unregister(1, "ada"), Kind.LEFT);
        run.judge();
    }

    private static void lateRegister(int second) {
        var run = new Run(1);
        run.happens = "request late";
        run.expect(run.register(0, "ada", "k", 500), Kind.BUSY);
        run.expect(run.unregister(second, "ada"), Kind.NOT_IN);
        run.time.run(10_000, () -> false);
        assertThat(run.store.decided("Registrations")).isEmpty();
        run.judge();
    }

    private static void leftOwed() {
        var run = new Run(1, true);
        run.all(0, 300);
        run.expect(run.unregister(1, "unknown"), Kind.NOT_IN);
        var raised = run.client.resize(run.nodes.get(0), 250, null, Map.of(), Deadline.inMillis(5_000));
        int version = (int) run.recorder.last().after().version();
        run.time.run(5_000, () -> run.recorder.last().after().version() > version);
        run.nodes.get(0).crash();
        assertThat(run.recorder.owed()).isPositive();
        run.time.run(2 * 3 * Run.SWEEP_MILLIS / 2 + 2_000, () -> false);
        assertThat(raised.result().kind()).isEqualTo(Kind.NONE);
        assertThat(run.recorder.owed())
                .as(() -> run.counts() + run.recorder.story())
                .isZero();
        run.judge();
    }

    /** The rows that are read have the right size: one user for the other. More versions pass than a load replays. */
    private static void swapHangs() {
        var run = new Run(1);
        run.expect(run.register(0, "x", "k", 5_000), Kind.SEATED);
        var before = run.unregister(0, "unknown");
        run.awaitDecision();
        run.hang("Registrations");
        var left = run.unregister(0, "x");
        var registered = run.register(0, "y", "k", 100);
        run.awaitDecision();
        run.expect(before, Kind.NOT_IN);
        for (int i = 0; i < 60; i++) {
            run.expect(run.unregister(1, "unknown" + i), Kind.NOT_IN);
        }
        run.crowd(1);
        run.expect(run.register(1, "y", "k", 5_000), Kind.SEATED);
        run.expect(left, Kind.LEFT);
        run.expect(registered, Kind.BUSY);
        run.judge();
    }

    /** A newcomer who arrives after the seat was freed, though that shows nowhere yet. */
    private static void freedSeat(String hanging) {
        var run = Run.withRoster();
        run.hang(hanging, "Events");
        var left = run.unregister(0, "x");
        run.awaitDecision();
        run.expect(run.register(1, "z", "k", 5_000), Kind.SEATED);
        run.expect(left, Kind.LEFT);
        run.judge();
    }

    private static void gap() {
        var run = Run.withRoster();
        run.resize(0, 3);
        run.hang("Changes");
        var hidden = run.register(0, "w", "k", 100);
        run.awaitDecision();
        run.expect(run.register(1, "y", "k", 5_000), Kind.SEATED);
        run.expect(run.register(1, "w", "k", 5_000), Kind.SEATED);
        run.expect(hidden, Kind.BUSY);
        run.judge();
    }

    private static void ownCommit() {
        var run = Run.withRoster();
        run.resize(0, 3);
        run.expect(run.register(0, "w", "k", 5_000), Kind.SEATED);
        run.expect(run.register(0, "y", "k", 5_000), Kind.SEATED);
        run.expect(run.unregister(1, "unknown"), Kind.NOT_IN);
        run.expect(run.register(1, "w", "k", 5_000), Kind.SEATED);
        run.judge();
    }

    private static void raised() {
        var run = Run.withRoster();
        run.resize(0, 2);
        run.expect(run.register(1, "z", "k", 5_000), Kind.SEATED);
        run.judge();
    }

    private static void freedAMomentAgo() {
        var run = Run.withRoster();
        run.expect(run.register(1, "z", "k", 5_000), Kind.FULL);
        run.expect(run.unregister(0, "x"), Kind.LEFT);
        run.expect(run.register(1, "z", "k", 5_000), Kind.SEATED);
        run.judge();
    }

    /** The first try comes late, and another replica commits meanwhile. */
    private static void overtaken() {
        var run = new Run(2);
        run.happens = "request late";
        var overtaken = run.register(0, "a", null, 5_000);
        run.time.run(100, () -> false);
        run.expect(run.register(1, "b", null, 5_000), Kind.SEATED);
        run.expect(overtaken, Kind.SEATED);
        run.judge();
    }

    /** The second try is refused because of the first one. */
    private static void refusedByItself() {
        var run = new Run(2);
        run.happens = "reply lost";
        var answer = run.register(0, "a", null, 5_000);
        run.time.run(100, () -> false);
        run.store.restart();
        run.expect(answer, Kind.SEATED);
        run.judge();
    }

    /** Both rows are read after the commit was refused because of one of them; the other one is on its way out. */
    private static void readAfterRefusal() {
        var run = new Run(5);
        run.expect(run.register(0, "a", "k", 5_000), Kind.SEATED);
        run.expect(run.register(0, "u", "k", 5_000), Kind.SEATED);
        run.hang("Registrations");
        var left = run.unregister(0, "u");
        run.awaitDecision();
        var before = run.unregister(1, "unknown");
        var there = run.register(1, "a", "other", 5_000);
        var gone = run.register(1, "u", "other", 5_000);
        run.expect(before, Kind.NOT_IN);
        run.expect(there, Kind.ALREADY_IN);
        run.expect(gone, Kind.SEATED);
        run.expect(left, Kind.LEFT);
        run.judge();
    }

    /** The event shows the version outside of the transaction, whose row in the log hangs. */
    private static void feedBehindTheEvent() {
        var run = new Run(1);
        run.expect(run.register(0, "x", "k", 5_000), Kind.SEATED);
        run.hang("Changes");
        var left = run.unregister(0, "x");
        run.awaitDecision();
        var reader = new FeedReader();
        run.await(reader.read(run.nodes.get(1)));
        assertThat(reader.last()).isEqualTo(2);
        run.expect(left, Kind.LEFT);
        run.await(reader.read(run.nodes.get(1)));
        assertThat(reader.last()).isEqualTo(3);
        run.judge();
    }

    /**
     * The row is committed long before a plain read returns it. The first replica sends its creation again meanwhile,
     * and the second one meets the transaction; neither is answered before plain reads return the row.
     */
    private static void createdTwice(
            String table,
            Function<SimulatedDynamo, Future<?>> create,
            Function<SimulatedDynamo, Future<Boolean>> isThere) {
        var run = new Run(1);
        var one = new SimulatedDynamo(run.vertx, run.client());
        var other = new SimulatedDynamo(run.vertx, run.client());
        int before = run.store.decided(table).size();
        run.hang(table);
        var created = create.apply(one).compose(done -> isThere.apply(one));
        run.time.run(100, () -> false);
        assertThat(run.store.decided(table)).hasSize(before + 1);
        assertThat(run.await(isThere.apply(other))).isFalse();
        var met = create.apply(other).compose(done -> isThere.apply(other));
        assertThat(run.await(met)).isTrue();
        assertThat(run.await(created)).isTrue();
        run.bus.close();
    }

    private static Future<?> createUser(SimulatedDynamo dynamo) {
        return dynamo.users().create(new User("ada", "Ada", Timestamp.now(), null));
    }

    private static Future<Boolean> userExists(SimulatedDynamo dynamo) {
        return new UserLookup(dynamo.users(), new UserExistenceCache()).exists("ada");
    }

    private static Future<?> createEvent(SimulatedDynamo dynamo) {
        return dynamo.events().create(event("jazz", 1, false));
    }

    private static Future<Boolean> eventExists(SimulatedDynamo dynamo) {
        return dynamo.events().find(Set.of("jazz")).map(found -> found.containsKey("jazz"));
    }

    private static Event event(String eventId, int capacity, boolean hasWaitlist) {
        return new Event(eventId, "Event", capacity, hasWaitlist, Event.Counts.NEW, Timestamp.now(), null);
    }

    /** Two replicas, one event, and the one fault that a schedule asks for. */
    private static final class Run extends Faults {
        static final long SWEEP_MILLIS = 1_000;

        private final VirtualTime time = new VirtualTime(1);
        private final Vertx vertx = VirtualVertx.of(time);
        private final ServiceBus bus = new ServiceBus(vertx);
        private final Recorder recorder = new Recorder(time);
        private final ModelDynamoDb store = new ModelDynamoDb(time, this, recorder::decided);
        private final SimulatedClient client = new SimulatedClient(time, recorder, 0);
        private final List<CrashableNode> nodes = new ArrayList<>();
        private List<String> hanging = List.of();
        /** The fault that happens next, once, or null. */
        private String happens;

        Run(int capacity) {
            this(capacity, false);
        }

        Run(int capacity, boolean hasWaitlist) {
            await(new SimulatedDynamo(vertx, client()).events().create(event("e", capacity, hasWaitlist)));
            for (int i = 0; i < 2; i++) {
                nodes.add(new CrashableNode(i, time, vertx, bus, client(), SWEEP_MILLIS));
            }
        }

        /** A full event whose roster the second replica has in memory. */
        static Run withRoster() {
            var run = new Run(1);
            run.expect(run.register(0, "x", "k", 5_000), Kind.SEATED);
            run.crowd(1);
            run.crowd(1);
            return run;
        }

        private FaultyClient client() {
            return new FaultyClient(time, store, this, recorder::sent);
        }

        /** The items of the next transaction in these tables hang. */
        void hang(String... tables) {
            hanging = List.of(tables);
        }

        @Override
        ToLongFunction<String> visibility() {
            var tables = hanging;
            hanging = List.of();
            return table -> tables.contains(table) ? HANGS : 0;
        }

        @Override
        boolean happens(String fault) {
            boolean now = fault.equals(happens);
            happens = now ? null : happens;
            return now;
        }

        @Override
        int upTo(int bound) {
            return bound;
        }

        Future<Answer> register(int node, String user, String key, long millis) {
            return client.register(nodes.get(node), user, key, Deadline.inMillis(millis));
        }

        Future<Answer> unregister(int node, String user) {
            return client.unregister(nodes.get(node), user, Deadline.inMillis(5_000));
        }

        void resize(int node, int capacity) {
            expect(client.resize(nodes.get(node), capacity, null, Map.of(), Deadline.inMillis(5_000)), Kind.RESIZED);
        }

        /** Registers the given number of users at once. */
        List<Answer> all(int node, int users) {
            var answers = new ArrayList<Future<Answer>>();
            for (int i = 0; i < users; i++) {
                answers.add(register(node, "crowd" + time.now() + "-" + i, null, 5_000));
            }
            await(Future.all(answers));
            return answers.stream().map(Future::result).toList();
        }

        /** Number of users without a seat at which the replica loads the roster. */
        void crowd(int node) {
            all(node, CROWD);
            time.run(100, () -> false);
        }

        /** Until the next transaction is decided. */
        void awaitDecision() {
            var last = recorder.last();
            assertThat(time.run(5_000, () -> recorder.last() != last))
                    .as(recorder::story)
                    .isTrue();
        }

        void expect(Future<Answer> answer, Kind kind) {
            assertThat(await(answer).kind()).as(recorder::story).isEqualTo(kind);
        }

        private <T> T await(Future<T> future) {
            assertThat(time.run(60_000, future::isComplete)).as("answered").isTrue();
            return future.result();
        }

        void judge() {
            bus.close();
            recorder.judge(store);
        }
    }
}
