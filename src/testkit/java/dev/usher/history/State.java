package dev.usher.history;

/**
 * An event's row at one version.
 *
 * @param waitlistCapacity how many may wait, or null
 * @param closed whether registration is over, for good as far as this version says
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

    /** Seats that belong to people on the waitlist. */
    public int owed() {
        return cancelled ? 0 : Math.max(0, Math.min(free(), waiting));
    }

    /** Whether newcomers get neither a seat nor a place on the waitlist, closed or not. */
    boolean full() {
        boolean joins = hasWaitlist && (waitlistCapacity == null || waiting < waitlistCapacity);
        return !joins && free() <= waiting;
    }

    /** The organizer's part of this one with the counters of a moment. */
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
