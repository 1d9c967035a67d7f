package dev.usher.registrations;

import dev.usher.bus.UnavailableException;
import dev.usher.events.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A store for one event that behaves as badly as the real one may: requests and replies are lost, commits come late,
 * transactions conflict, are throttled, and are half visible for a moment, and their tokens are forgotten. Its
 * conditions are those of {@link ModelTables}, and a turn is known again by its token. One object for all nodes; it
 * lives on one context, as a store of one partition would.
 */
final class SimulatedStore implements LedgerStore {

    private final Vertx vertx;
    private final Random random;
    private final double trouble;
    final ModelTables tables;
    private final Map<String, Registration> visibleRows = new HashMap<>();
    private final Map<Long, Line.Place> visibleLine = new HashMap<>();
    private final Set<Object> committedTokens = new HashSet<>();
    private final Set<Object> doubtful = new HashSet<>();
    private final Map<Long, Object> tokens = new HashMap<>();
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
            seen.maxRows = happens() ? 1 + random.nextInt(3) : 2_000;
            return seen.read(floor, happens() ? 1 : waiting);
        });
    }

    /** A transaction sees all of another one or nothing, and gives way while one is under way. */
    @Override
    public Future<Optional<Snapshot>> snapshot(String eventId, Set<String> userIds) {
        count("snapshot");
        return read(() -> happens() ? Optional.empty() : Optional.of(tables.snapshot(userIds)));
    }

    @Override
    public Future<Optional<List<Registration>>> registrations(String eventId, int max) {
        count("registrations");
        return read(() -> Optional.of(List.copyOf(visibleRows.values())).filter(rows -> rows.size() <= max));
    }

    @Override
    public Future<List<LoggedTurn>> changes(String eventId, long after, int max) {
        count("changes");
        return read(() -> tables.changes(after, max));
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
            doubtful.add(token);
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
            doubtful.add(token);
            return later(() -> new CommitResult.Unknown(true, new IllegalStateException("throttled")));
        }
        if (happens()) {
            count("late commit");
            doubtful.add(token);
            vertx.setTimer(1 + random.nextInt(40), id -> commit(turn, token));
            return later(() -> new CommitResult.Unknown(false, new IllegalStateException("slow")));
        }
        if (happens()) {
            count("reply lost");
            doubtful.add(token);
            return later(() -> {
                commit(turn, token);
                return new CommitResult.Unknown(false, new IllegalStateException("reply lost"));
            });
        }
        Promise<CommitResult> promise = Promise.promise();
        vertx.setTimer(1 + random.nextInt(3), id -> {
            var result = judged(turn, token, commit(turn, token));
            vertx.setTimer(1 + random.nextInt(4), shown -> result.onComplete(promise));
        });
        return promise.future();
    }

    private CommitResult commit(Turn turn, Object token) {
        if (committedTokens.contains(token)) {
            if (!happens()) {
                return new CommitResult.Committed();
            }
            count("token forgotten");
        }
        var result = tables.commit(turn);
        if (result instanceof CommitResult.Committed) {
            committedTokens.add(token);
            tokens.put(turn.after().version(), token);
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

    /** After a try of unknown outcome, the change log says whether it was that try that made the version. */
    private Future<CommitResult> judged(Turn turn, Object token, CommitResult result) {
        boolean own = token.equals(tokens.get(turn.after().version()));
        return Future.succeededFuture(
                result instanceof CommitResult.Refuted && doubtful.contains(token) && own
                        ? new CommitResult.Committed()
                        : result);
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
    public Future<List<String>> eventsOwingSeats() {
        return later(() -> tables.event.seatsOwed() > 0 ? List.of("e") : List.of());
    }
}
