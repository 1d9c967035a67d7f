package dev.usher.registrations;

import dev.usher.events.Event;

/** What the ledger of one event remembers from turn to turn. Lives on the event's context. */
final class EventMemory {
    private static final int GROWTH = 10;
    private static final long UNKNOWN_LATENCY_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private Event event;
    private boolean fenced;
    private int changes = Limits.ACTIONS;
    private int suspects;
    private long latency = UNKNOWN_LATENCY_MILLIS;

    /** The last version that was committed or read here, which another node may have left behind; null for none. */
    Event event() {
        return event;
    }

    void know(Event fresh) {
        event = fresh;
    }

    void forget() {
        event = null;
    }

    Limits limits() {
        return new Limits(suspects > 0 ? 1 : changes, fenced);
    }

    /** How many changes may be taken into the next turn. */
    int takes(int most) {
        return suspects > 0 ? 1 : most;
    }

    /** @param millis what the commit took, a moving average of which is kept */
    void committed(Event after, long millis) {
        latency += (millis - latency) / 4;
        event = after;
        fenced = false;
        changes = Math.min(Limits.ACTIONS, changes + GROWTH);
    }

    /** How long to wait for the store at most before it is asked again: about two commits. */
    long longestPause() {
        return Math.min(LONGEST_PAUSE_MILLIS, 2 * latency);
    }

    /** The store asked for less. */
    void shrink() {
        changes = Math.max(1, changes / 2);
    }

    /**
     * A request may have been committed, or may still be. Until one is known to be, whatever is decided is written, so
     * that no earlier request can happen after a decision that rests on its not happening.
     */
    void outcomeUnknown() {
        fenced = true;
    }

    /** One of so many changes cannot be planned or committed: the next ones go alone. */
    void suspect(int planned) {
        event = null;
        suspects = planned;
    }

    void turnEnded() {
        suspects = Math.max(0, suspects - 1);
    }
}
