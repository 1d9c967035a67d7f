package dev.usher.registrations;

import io.vertx.core.Future;

/**
 * Deletes the rows of one event's line that lie at or below a committed floor: behind the turns, one batch at a time,
 * and never in anybody's way. Lives on the event's context. What a crash leaves behind, or a store that is busy, goes
 * with all that is dead after the next commit.
 */
final class LineCleaner {
    private static final int WORTHWHILE = 25;
    private static final long UNKNOWN = -1;

    private final LedgerStore store;
    private final String eventId;
    private long deleted = UNKNOWN;
    private long dead;
    private boolean busy;
    private boolean idle;

    LineCleaner(LedgerStore store, String eventId) {
        this.store = store;
        this.eventId = eventId;
    }

    /** The event was committed with this floor. */
    void floor(long floor) {
        dead = Math.max(dead, floor);
        if (deleted == UNKNOWN) {
            deleted = dead;
            if (dead > 0) {
                clean(store.deleteLineUpTo(eventId, dead));
            }
        }
    }

    /** Deletes what is dead once it is worth a call, or when there is nothing better to do; again after a deletion. */
    void clean(boolean idle) {
        this.idle = idle;
        long rows = dead - deleted;
        if (busy || deleted == UNKNOWN || rows <= 0 || rows < WORTHWHILE && !idle) {
            return;
        }
        long from = deleted + 1;
        deleted = dead;
        clean(store.deleteLine(eventId, from, dead));
    }

    private void clean(Future<Boolean> deletion) {
        busy = true;
        deletion.onComplete(gone -> {
            busy = false;
            if (gone.succeeded() && gone.result()) {
                clean(idle);
            } else {
                deleted = UNKNOWN;
            }
        });
    }
}
