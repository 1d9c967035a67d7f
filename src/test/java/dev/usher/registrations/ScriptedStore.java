package dev.usher.registrations;

import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.model.summary.Departures;
import dev.usher.registrations.store.CommitResult;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.registrations.store.Snapshot;
import dev.usher.registrations.store.UnconfirmedSeat;
import dev.usher.service.Page;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Store without faults of its own that runs the test's script at each commit, and counts the requests. */
final class ScriptedStore implements LedgerStore {
    private final Vertx vertx;
    final ModelStore tables;
    final List<String> calls = new ArrayList<>();
    final List<Turn> turns = new ArrayList<>();
    final List<String> departures = new ArrayList<>();

    /** What happens at the next sends instead of a plain commit, one each. */
    final Deque<Function<Turn, CommitResult>> script = new ArrayDeque<>();

    /** What the next reads of the waitlist say instead of the truth. */
    final Deque<WaitlistPrefix> waitlists = new ArrayDeque<>();

    /** What the next reads of all registrations return instead of the truth. */
    final Deque<List<Registration>> rosters = new ArrayDeque<>();

    /** What every commit is asked first. */
    Function<Turn, Optional<CommitResult>> always = turn -> Optional.empty();

    /** What a turn is met with before it can be sent. */
    Consumer<Turn> onPrepare = turn -> {};

    /** What happens in the store just before it reads the event. */
    Runnable beforeEvent = () -> {};

    /** What happens in the store just before it reads departures. */
    Runnable beforeDepartures = () -> {};

    /** What happens in the store just before it reads the change log. */
    Runnable beforeChanges = () -> {};

    /** What happens in the store just before it reads a snapshot. */
    Runnable beforeSnapshot = () -> {};

    /** What the next reads fail with, one each. */
    final Deque<RuntimeException> failures = new ArrayDeque<>();

    /** Number of the next snapshots that meet a transaction. */
    int underWay;

    /** Commits wait for it. */
    Future<?> gate = Future.succeededFuture();

    ScriptedStore(Vertx vertx, ModelStore tables) {
        this.vertx = vertx;
        this.tables = tables;
    }

    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    private <T> Future<T> soon(Supplier<T> work) {
        Promise<T> promise = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(
                        v -> Future.succeededFuture().map(begun -> work.get()).onComplete(promise));
        return promise.future();
    }

    private <T> Future<T> read(Supplier<T> work) {
        return failures.isEmpty() ? soon(work) : Future.failedFuture(failures.poll());
    }

    @Override
    public Future<Optional<Event>> event(String eventId) {
        calls.add("event");
        return read(() -> {
            beforeEvent.run();
            return Optional.of(tables.event);
        });
    }

    @Override
    public Future<Map<String, Optional<Registration>>> rows(String eventId, Set<String> userIds) {
        calls.add("rows");
        return read(() -> {
            var rows = new HashMap<String, Optional<Registration>>();
            userIds.forEach(user -> rows.put(user, Optional.ofNullable(tables.rows.get(user))));
            return rows;
        });
    }

    @Override
    public Future<WaitlistPrefix> waitlist(String eventId, long floor, int waiting) {
        calls.add("waitlist");
        return read(() -> waitlists.isEmpty() ? tables.read(floor, waiting) : waitlists.poll());
    }

    @Override
    public Future<Departures> departures(String eventId, long floor, long upTo) {
        departures.add("departures " + floor + ".." + upTo);
        beforeDepartures.run();
        return Future.succeededFuture(tables.departures(floor));
    }

    @Override
    public Future<Optional<Snapshot>> snapshot(String eventId, Set<String> userIds) {
        calls.add("snapshot of " + userIds.size());
        return read(() -> {
            beforeSnapshot.run();
            return underWay-- > 0 ? Optional.empty() : Optional.of(tables.snapshot(userIds));
        });
    }

    @Override
    public Future<Page<Registration>> registrations(String eventId, int limit, String after) {
        calls.add("registrations");
        return read(() -> new Page<>(rosters.isEmpty() ? List.copyOf(tables.rows.values()) : rosters.poll(), null));
    }

    @Override
    public Future<List<LoggedTurn>> changes(String eventId, long after, int max) {
        calls.add("changes");
        return read(() -> {
            beforeChanges.run();
            return tables.changes(after, max);
        });
    }

    @Override
    public Future<Optional<SortedSet<Long>>> absent(String eventId, long first, long last) {
        throw new UnsupportedOperationException("the ledger reads no gaps");
    }

    @Override
    public Commit prepare(Turn turn) {
        calls.add("prepare");
        onPrepare.accept(turn);
        turns.add(turn);
        return () -> {
            calls.add("send");
            return gate.compose(open -> soon(() -> always.apply(turn)
                    .orElseGet(() -> script.isEmpty()
                            ? tables.commit(turn)
                            : script.poll().apply(turn))));
        };
    }

    @Override
    public Future<?> unconfirmed(Instant until, int atOnce, Function<List<UnconfirmedSeat>, Future<?>> work) {
        return Future.succeededFuture();
    }

    @Override
    public Future<List<String>> eventsOwingSeats() {
        return soon(List::of);
    }
}
