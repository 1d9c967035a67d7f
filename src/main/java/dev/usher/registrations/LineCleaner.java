package dev.usher.registrations;

import io.vertx.core.Future;

/**
 * Deletes the rows of one event's line that lie at or below a committed floor: behind the turns, one batch at a time,
 * and never in anybody's way. Lives on the event's context. What a crash leaves behind, the next process's first look
 * at the event deletes.
 */
final class LineCleaner {
    private static final int WORTHWHILE = 25;

    private final LedgerStore store;
    private final String eventId;
    private long deleted = -1;
    private long dead = -1;
    private boolean busy;
    private boolean idle;

    LineCleaner(LedgerStore store, String eventId) {
        this.store = store;
        this.eventId = eventId;
    }

    /** The event was read or committed with this floor. */
    void floor(long floor) {
        if (deleted < 0 && floor > 0) {
            deleted = floor;
            clean(store.deleteLineUpTo(eventId, floor));
        }
        deleted = Math.max(deleted, 0);
        dead = Math.max(dead, floor);
    }

    /** Deletes what is dead once it is worth a call, or when there is nothing better to do; again after a deletion. */
    void clean(boolean idle) {
        this.idle = idle;
        long rows = dead - deleted;
        if (busy || rows <= 0 || rows < WORTHWHILE && !idle) {
            return;
        }
        long from = deleted + 1;
        deleted = dead;
        clean(store.deleteLine(eventId, from, dead));
    }

    private void clean(Future<Void> deletion) {
        busy = true;
        deletion.onComplete(done -> {
            busy = false;
            clean(idle);
        });
    }
}
