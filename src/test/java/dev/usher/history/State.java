package dev.usher.history;

/** An event's row at one version. */
public record State(
        long version, int capacity, boolean hasWaitlist, int taken, int waiting, long lastTicket, long floor) {

    int free() {
        return capacity - taken;
    }

    /** Seats that belong to people in line. */
    int owed() {
        return Math.max(0, Math.min(free(), waiting));
    }

    /** Whether a newcomer gets neither a seat nor a place. */
    boolean full() {
        return !hasWaitlist && free() <= waiting;
    }
}
