package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.events.Event;
import java.util.concurrent.TimeUnit;

/** What the ledger of one event remembers from turn to turn. Lives on the event's context. */
final class EventMemory {
    private static final int GROWTH = 10;
    private static final long UNKNOWN_LATENCY_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 200;
    private static final long LEAST_LATENCY_MILLIS = 4;

    private static final long WARNING_INTERVAL_MILLIS = 60_000;

    private final Rivals rivals;
    private Event event;
    private boolean stoodBack;
    private int changes = Limits.ACTIONS;
    private int suspects;
    private Deadline quietUntil = Deadline.inMillis(0);
    private long latency = UNKNOWN_LATENCY_MILLIS;

    EventMemory(Rivals rivals) {
        this.rivals = rivals;
    }

    /** The last version that was committed or read here, which another node may have left behind; null for none. */
    Event event() {
        return event;
    }

    /** @param fresh null when it is gone */
    void know(Event fresh) {
        event = fresh;
        if (fresh != null) {
            rivals.seen(fresh.version(), System.nanoTime());
        }
    }

    void forget() {
        event = null;
    }

    Limits limits() {
        return alone() ? new Limits(1, false) : new Limits(changes, true);
    }

    /** How many changes may be taken into the next turn. */
    int takes(int most) {
        return alone() ? 1 : most;
    }

    /** @param millis what the commit took, a moving average of which is kept */
    void committed(Event after, long millis) {
        latency += (millis - latency) / 4;
        event = after;
        rivals.committed(after.version(), System.nanoTime());
        changes = Math.min(Limits.ACTIONS, changes + GROWTH);
    }

    /** How long to wait for the store at most before it is asked again: about two commits. */
    long longestPause() {
        return Math.min(LONGEST_PAUSE_MILLIS, 2 * latency);
    }

    /** What a commit takes lately, in nanoseconds; never so little that looking for others is all one does. */
    long latencyNanos() {
        return TimeUnit.MILLISECONDS.toNanos(Math.max(LEAST_LATENCY_MILLIS, latency));
    }

    /**
     * Another process was faster.
     *
     * @return whether this turn shall end in vain, and another one wait for a better moment
     */
    boolean lost() {
        stoodBack = rivals.lost(System.nanoTime(), latencyNanos());
        return stoodBack;
    }

    /** Whether the turn that ends now ended so. */
    boolean stoodBack() {
        return stoodBack;
    }

    /** The store asked for less. */
    void shrink() {
        changes = Math.max(1, changes / 2);
    }

    /** Whether a change goes without others, and without promotions that are owed. */
    boolean alone() {
        return suspects > 0;
    }

    /** One of so many changes cannot be planned or committed: the next ones go alone. */
    void suspect(int planned) {
        event = null;
        suspects = planned + 1;
    }

    /** Whether a warning about rows that do not fit is due: one a minute. */
    boolean warnsOfInconsistency() {
        boolean due = quietUntil.passed();
        if (due) {
            quietUntil = Deadline.inMillis(WARNING_INTERVAL_MILLIS);
        }
        return due;
    }

    void turnEnded() {
        stoodBack = false;
        suspects = Math.max(0, suspects - 1);
    }
}
