package dev.usher.registrations;

import dev.usher.bus.UnavailableException;
import dev.usher.events.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A store for one event that behaves as badly as the real one may: requests and replies are lost, commits come late,
 * transactions conflict, are throttled, and are half visible for a moment. Its conditions are those of
 * {@link ModelTables}. One object for all nodes; it lives on one context, as a store of one partition would.
 */
final class SimulatedStore implements LedgerStore {
    private final Vertx vertx;
    private final Random random;
    private final double trouble;
    final ModelTables tables;
    private final Map<String, Registration> visibleRows = new HashMap<>();
    private final Map<Long, Line.Place> visibleLine = new HashMap<>();
    private final Map<Object, CommitResult> committedTokens = new HashMap<>();
    final Timeline timeline;
    private Event visibleEvent;
    final Map<String, Integer> counts = new HashMap<>();

    /** @param trouble the probability of each kind of fault at each call */
    SimulatedStore(Vertx vertx, long seed, double trouble, ModelTables tables) {
        this.vertx = vertx;
        this.random = new Random(seed);
        this.trouble = trouble;
        this.tables = tables;
        this.visibleEvent = tables.event;
        this.timeline = new Timeline(tables);
    }

    private boolean happens() {
        return random.nextDouble() < trouble;
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private <T> Future<T> later(Supplier<T> work) {
        Promise<T> promise = Promise.promise();
        vertx.setTimer(1 + random.nextInt(3), id -> promise.complete(work.get()));
        return promise.future();
    }

    private <T> Future<T> read(Supplier<T> work) {
        if (happens()) {
            count("read failed");
            return later(() -> null).compose(none -> Future.failedFuture(new UnavailableException("no answer", null)));
        }
        return later(work);
    }

    @Override
    public Future<Optional<Event>> event(String eventId) {
        count("event");
        return read(() -> Optional.of(visibleEvent));
    }

    @Override
    public Future<Map<String, Optional<Registration>>> rows(String eventId, Set<String> userIds) {
        count("rows");
        return read(() -> {
            var rows = new HashMap<String, Optional<Registration>>();
            userIds.forEach(user -> rows.put(user, Optional.ofNullable(visibleRows.get(user))));
            return rows;
        });
    }

    @Override
    public Future<Line> line(String eventId, long floor, int waiting) {
        count("line");
        return read(() -> {
            var seen = new ModelTables(1, true);
            seen.line.putAll(visibleLine);
            return seen.read(floor, happens() ? 1 : waiting);
        });
    }

    @Override
    public Commit prepare(Turn turn) {
        var token = new Object();
        return () -> send(turn, token);
    }

    private Future<CommitResult> send(Turn turn, Object token) {
        count("commit");
        if (happens()) {
            count("request lost");
            return later(() -> new CommitResult.Unknown(false, new IllegalStateException("request lost")));
        }
        if (happens()) {
            count("conflict");
            return later(() -> new CommitResult.Cancelled(false, new IllegalStateException("conflict")));
        }
        if (happens()) {
            count("throttled turn");
            return later(() -> new CommitResult.Cancelled(true, new IllegalStateException("throttled")));
        }
        if (happens()) {
            count("throttled");
            return later(() -> new CommitResult.Unknown(true, new IllegalStateException("throttled")));
        }
        if (happens()) {
            count("late commit");
            vertx.setTimer(1 + random.nextInt(40), id -> commit(turn, token));
            return later(() -> new CommitResult.Unknown(false, new IllegalStateException("slow")));
        }
        if (happens()) {
            count("reply lost");
            return later(() -> {
                commit(turn, token);
                return new CommitResult.Unknown(false, new IllegalStateException("reply lost"));
            });
        }
        Promise<CommitResult> promise = Promise.promise();
        vertx.setTimer(1 + random.nextInt(3), id -> {
            var result = commit(turn, token);
            vertx.setTimer(1 + random.nextInt(4), shown -> promise.complete(result));
        });
        return promise.future();
    }

    private CommitResult commit(Turn turn, Object token) {
        var before = committedTokens.get(token);
        if (before != null) {
            return before;
        }
        var result = tables.commit(turn);
        if (result instanceof CommitResult.Committed) {
            committedTokens.put(token, result);
            timeline.committed(turn);
            soon(() -> {
                visibleEvent = tables.event;
                timeline.visible();
            });
            turn.rows().forEach(change -> soon(() -> showRow(change.userId())));
            turn.line()
                    .forEach(change -> soon(() -> visibleLine.put(change.ticket(), tables.line.get(change.ticket()))));
        }
        return result;
    }

    /** Some of a transaction is visible at once, some a moment later, all of it before it is acknowledged. */
    private void soon(Runnable show) {
        if (happens()) {
            count("half visible");
            vertx.setTimer(1, id -> show.run());
        } else {
            show.run();
        }
    }

    private void showRow(String userId) {
        var row = tables.rows.get(userId);
        if (row == null) {
            visibleRows.remove(userId);
        } else {
            visibleRows.put(userId, row);
        }
    }

    @Override
    public Future<Void> deleteLine(String eventId, long from, long to) {
        return later(() -> {
            for (long ticket = from; ticket <= to; ticket++) {
                dead(ticket);
            }
            return null;
        });
    }

    @Override
    public Future<Void> deleteLineUpTo(String eventId, long floor) {
        return later(() -> {
            List.copyOf(tables.line.headMap(floor, true).keySet()).forEach(this::dead);
            return null;
        });
    }

    private void dead(long ticket) {
        if (ticket > tables.event.counts().lineFloor()) {
            throw new AssertionError("ticket " + ticket + " is deleted above the committed floor");
        }
        tables.line.remove(ticket);
        visibleLine.remove(ticket);
    }

    @Override
    public Future<List<String>> eventsOwingSeats() {
        return later(() -> tables.event.seatsOwed() > 0 ? List.of("e") : List.of());
    }
}
