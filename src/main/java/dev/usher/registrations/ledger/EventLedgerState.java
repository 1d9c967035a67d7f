package dev.usher.registrations.ledger;

import dev.usher.events.Event;
import dev.usher.registrations.plan.TurnLimits;
import dev.usher.service.Deadline;
import java.util.concurrent.TimeUnit;

/** State that the ledger of one event keeps between turns. Lives on the event's context. */
final class EventLedgerState {
    private static final int GROWTH = 10;
    /** More changes than any turn takes. */
    private static final int UNLIMITED = 1 << 10;

    private static final long UNKNOWN_LATENCY_MILLIS = 20;
    private static final long MAX_PAUSE_MILLIS = 200;
    private static final long MIN_LATENCY_MILLIS = 4;

    private static final long WARNING_INTERVAL_MILLIS = 60_000;

    private final ContentionTracker rivals;
    private Event event;
    private boolean stoodBack;
    private int changes = TurnLimits.ACTIONS;
    /** Smaller while a change is sought that makes turns fail. */
    private int batch = UNLIMITED;

    private boolean failed;
    private Deadline quietUntil = Deadline.inMillis(0);
    private long latency = UNKNOWN_LATENCY_MILLIS;

    EventLedgerState(ContentionTracker rivals) {
        this.rivals = rivals;
    }

    /** The last version that was committed or read here, null for none; another replica may have replaced it. */
    Event event() {
        return event;
    }

    /** @param fresh null when the event does not exist */
    void know(Event fresh) {
        event = fresh;
        if (fresh != null) {
            rivals.seen(fresh.version(), System.nanoTime());
        }
    }

    void forget() {
        event = null;
    }

    /** @param callers whether changes are planned beside the owed promotions */
    TurnLimits limits(boolean callers) {
        return new TurnLimits(Math.min(changes, batch), !callers || !seeks());
    }

    /** The number of changes that the next turn may take. */
    int takes(int most) {
        return Math.min(batch, most);
    }

    /** @param millis duration of the commit; a moving average is kept */
    void committed(Event after, long millis) {
        latency += (millis - latency) / 4;
        event = after;
        rivals.committed(after.version(), System.nanoTime());
        changes = Math.min(TurnLimits.ACTIONS, changes + GROWTH);
    }

    /** The longest pause before the store is called again: about two commits. */
    long longestPause() {
        return Math.min(MAX_PAUSE_MILLIS, 2 * latency);
    }

    /** The recent duration of a commit in nanoseconds, with a minimum that bounds how often the event is polled. */
    long latencyNanos() {
        return TimeUnit.MILLISECONDS.toNanos(Math.max(MIN_LATENCY_MILLIS, latency));
    }

    /**
     * Records that another process committed first.
     *
     * @return whether this turn should end without a commit and leave its changes to a later turn
     */
    boolean lost() {
        stoodBack = rivals.lost(System.nanoTime(), latencyNanos());
        return stoodBack;
    }

    /** Whether the turn that ends now stood back. */
    boolean stoodBack() {
        return stoodBack;
    }

    /** Reduces the size of turns after throttling. */
    void shrink() {
        changes = Math.max(1, changes / 2);
    }

    /** Whether changes go in small groups, and without promotions onto owed seats, because a turn failed. */
    boolean seeks() {
        return batch < UNLIMITED;
    }

    /**
     * Records that one of {@code planned} changes, or a promotion beside them, cannot be planned or committed. The next
     * turn takes half as many, and each turn that does not fail doubles the number again: so the change is soon alone,
     * however many others wait.
     */
    void suspect(int planned) {
        event = null;
        failed = true;
        batch = Math.max(1, Math.min(planned, batch) / 2);
    }

    /** Whether a warning about inconsistent rows is due: at most one a minute. */
    boolean warnsOfInconsistency() {
        boolean due = quietUntil.passed();
        if (due) {
            quietUntil = Deadline.inMillis(WARNING_INTERVAL_MILLIS);
        }
        return due;
    }

    void turnEnded() {
        stoodBack = false;
        batch = failed ? batch : Math.min(UNLIMITED, 2 * batch);
        failed = false;
    }
}
