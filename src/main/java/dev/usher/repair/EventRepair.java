package dev.usher.repair;

import dev.usher.async.AsyncLoop;
import dev.usher.async.Backoff;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.repair.plan.EventRows;
import dev.usher.repair.plan.RepairPlan;
import dev.usher.service.Timestamp;
import dev.usher.service.UnavailableException;
import dev.usher.users.UserStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/**
 * The command {@code --repair}: reports inconsistent rows of one event and, on request, corrects them beside running
 * replicas.
 */
public final class EventRepair {
    /** Result of a repair. */
    public enum Result {
        /** All rows are consistent. */
        FITS,
        /** Rows are inconsistent and were not written, or need a decision. */
        LEFT,
        /** The tables contain no such event. */
        UNKNOWN
    }

    /** Maximum actions for corrections: of a transaction's 100, two are the event and its row in the change log. */
    private static final int ACTIONS = 98;

    /** Number of consecutive transactions that other writers may precede. */
    private static final int MAX_REFUSED_TRIES = 500;

    private static final int MAX_READS = 5;
    private static final long MAX_PAUSE_MILLIS = 50;

    private final Vertx vertx;
    private final EventReader reader;
    private final RepairStore store;
    private final Consumer<String> out;

    /** @param out receives each line that the command prints */
    public EventRepair(Vertx vertx, LedgerStore ledger, RepairStore store, UserStore users, Consumer<String> out) {
        this.vertx = vertx;
        this.reader = new EventReader(vertx, ledger, store, users);
        this.store = store;
        this.out = out;
    }

    /**
     * Runs the command. Fails with an {@code UnavailableException} when the store does not answer, or when the event
     * changes faster than it can be read.
     *
     * @param write whether anything is changed
     */
    public Future<Result> run(String eventId, boolean write) {
        return reader.read(eventId).compose(read -> {
            if (read.isEmpty()) {
                out.accept("event=" + eventId + " has no row, and the change log lacks its details");
                return Future.succeededFuture(Result.UNKNOWN);
            }
            var rows = read.get();
            var lines = RepairPlan.of(rows, Timestamp.now()).lines();
            out.accept("event=" + eventId + " version=" + rows.event().version() + " registrations="
                    + rows.registrations().size() + (lines.isEmpty() ? ": consistent" : ": inconsistent"));
            lines.forEach(out);
            return write && !lines.isEmpty() ? written(rows, lines) : Future.succeededFuture(ended(rows, lines));
        });
    }

    private Result ended(EventRows rows, List<String> lines) {
        var notes = RepairPlan.of(rows, Timestamp.now()).notes();
        notes.forEach(out);
        if (!lines.isEmpty()) {
            out.accept("nothing was changed: run with --write to apply");
        }
        return lines.isEmpty() && notes.isEmpty() ? Result.FITS : Result.LEFT;
    }

    private Future<Result> written(EventRows rows, List<String> lines) {
        var work = new Work(rows);
        return AsyncLoop.walk(work::next).map(done -> {
            out.accept("repaired: version=" + work.rows.event().version());
            return ended(work.rows, List.of());
        });
    }

    /** The transactions, one after the other, each planned on the rows after the last one. */
    private final class Work {
        private EventRows rows;
        private int refuted;
        private int reads;

        Work(EventRows rows) {
            this.rows = rows;
        }

        Future<AsyncLoop> next() {
            var plan = RepairPlan.of(rows, Timestamp.now());
            if (plan.lines().isEmpty()) {
                return Future.succeededFuture();
            }
            var turn = plan.turn(ACTIONS);
            return store.commit(turn).compose(committed -> {
                if (committed) {
                    rows.apply(turn);
                    refuted = 0;
                    return Future.succeededFuture(this::next);
                }
                return ++refuted > MAX_REFUSED_TRIES
                        ? Future.failedFuture(new UnavailableException("the event changes faster than repaired", null))
                        : Backoff.upTo(vertx, MAX_PAUSE_MILLIS).compose(paused -> refuted());
            });
        }

        /** After a failed condition: reads everything again unless the change log leads to a later version. */
        private Future<AsyncLoop> refuted() {
            long version = rows.event().version();
            return reader.advance(rows)
                    .transform(advanced -> advanced.succeeded() && rows.event().version() > version
                            ? Future.succeededFuture()
                            : again())
                    .map(ready -> this::next);
        }

        private Future<Void> again() {
            if (++reads > MAX_READS) {
                return Future.failedFuture(new UnavailableException("rows changed without a new version", null));
            }
            return reader.read(rows.event().eventId()).compose(read -> {
                read.ifPresent(fresh -> rows = fresh);
                return Future.succeededFuture();
            });
        }
    }
}
