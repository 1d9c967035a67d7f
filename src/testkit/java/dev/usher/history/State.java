package dev.usher.history;

/**
 * Row of an event at one version.
 *
 * @param waitlistCapacity how many may wait, or null
 * @param closed whether registration is closed, permanently as far as this version contains
 */
public record State(
        long version,
        int capacity,
        boolean hasWaitlist,
        Integer waitlistCapacity,
        boolean closed,
        boolean cancelled,
        int taken,
        int waiting,
        long lastTicket,
        long floor) {

    int free() {
        return capacity - taken;
    }

    /** Seats that belong to users on the waitlist. */
    public int owed() {
        return cancelled ? 0 : Math.max(0, Math.min(free(), waiting));
    }

    /** Whether newcomers get neither a seat nor a waitlist entry, even if registration is open. */
    boolean full() {
        boolean joins = hasWaitlist && (waitlistCapacity == null || waiting < waitlistCapacity);
        return !joins && free() <= waiting;
    }

    /** Copy with the organizer's part of this state and the given counters. */
    State with(int takenThen, int waitingThen) {
        return new State(
                version,
                capacity,
                hasWaitlist,
                waitlistCapacity,
                closed,
                cancelled,
                takenThen,
                waitingThen,
                lastTicket,
                floor);
    }
}
