package dev.usher.repair;

import dev.usher.bus.Timestamp;
import dev.usher.bus.UnavailableException;
import dev.usher.registrations.LedgerStore;
import dev.usher.registrations.Step;
import dev.usher.users.UserStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The command {@code --repair}: says what does not fit together in the rows of one event, and mends it when told to,
 * beside running replicas.
 */
public final class EventRepair {
    /** What a repair came to. */
    public enum Result {
        /** All fits now. */
        FITS,
        /** Something does not fit, or is left for somebody to decide. */
        LEFT,
        /** The event does not exist, as far as the tables say. */
        UNKNOWN
    }

    /** Of the hundred actions of a transaction two are the event's row and its row in the change log. */
    private static final int ACTIONS = 98;

    /** So often in a row somebody else may commit first. */
    private static final int MAX_REFUTED = 500;

    private static final int MAX_READS = 5;
    private static final long MAX_PAUSE_MILLIS = 50;

    private final Vertx vertx;
    private final EventReader reader;
    private final RepairStore store;
    private final Consumer<String> out;

    /** @param out is given each line of what the command says */
    public EventRepair(Vertx vertx, LedgerStore ledger, RepairStore store, UserStore users, Consumer<String> out) {
        this.vertx = vertx;
        this.reader = new EventReader(vertx, ledger, store, users);
        this.store = store;
        this.out = out;
    }

    /**
     * Fails with an {@code UnavailableException} when the store does not answer, or when the event is changed faster
     * than it can be read.
     *
     * @param write whether anything is changed
     */
    public Future<Result> run(String eventId, boolean write) {
        return reader.read(eventId).compose(read -> {
            if (read.isEmpty()) {
                out.accept("event=" + eventId + " has no row, and the change log does not have its details");
                return Future.succeededFuture(Result.UNKNOWN);
            }
            var rows = read.get();
            var lines = RepairPlan.of(rows).lines();
            out.accept("event=" + eventId + " version=" + rows.event().version() + " registrations="
                    + rows.registrations().size() + (lines.isEmpty() ? ": all fits" : ": does not fit"));
            lines.forEach(out);
            return write && !lines.isEmpty() ? written(rows, lines) : Future.succeededFuture(ended(rows, lines));
        });
    }

    private Result ended(EventRows rows, List<String> lines) {
        var notes = RepairPlan.of(rows).notes();
        notes.forEach(out);
        if (!lines.isEmpty()) {
            out.accept("nothing was changed: --write does it");
        }
        return lines.isEmpty() && notes.isEmpty() ? Result.FITS : Result.LEFT;
    }

    private Future<Result> written(EventRows rows, List<String> lines) {
        var work = new Work(rows);
        return Step.walk(work::next).map(done -> {
            out.accept("repaired: version=" + work.rows.event().version());
            return ended(work.rows, List.of());
        });
    }

    /** One transaction after the other, each planned on the rows as they are after the last one. */
    private final class Work {
        private EventRows rows;
        private int refuted;
        private int reads;

        Work(EventRows rows) {
            this.rows = rows;
        }

        Future<Step> next() {
            var plan = RepairPlan.of(rows);
            if (plan.lines().isEmpty()) {
                return Future.succeededFuture();
            }
            var turn = plan.turn(ACTIONS, Timestamp.now());
            return store.commit(turn).compose(committed -> {
                if (committed) {
                    rows.apply(turn);
                    refuted = 0;
                    return Future.succeededFuture(this::next);
                }
                return ++refuted > MAX_REFUTED
                        ? Future.failedFuture(new UnavailableException("others change the event all the time", null))
                        : vertx.timer(ThreadLocalRandom.current().nextLong(1, MAX_PAUSE_MILLIS))
                                .compose(paused -> refuted());
            });
        }

        /** The event has moved on, or a row is not as it was read: then everything is read again. */
        private Future<Step> refuted() {
            long version = rows.event().version();
            return reader.advance(rows)
                    .transform(advanced -> advanced.succeeded() && rows.event().version() > version
                            ? Future.succeededFuture()
                            : again())
                    .map(ready -> this::next);
        }

        private Future<Void> again() {
            if (++reads > MAX_READS) {
                return Future.failedFuture(new UnavailableException("the rows change without the event", null));
            }
            return reader.read(rows.event().eventId()).compose(read -> {
                read.ifPresent(fresh -> rows = fresh);
                return Future.succeededFuture();
            });
        }
    }
}
