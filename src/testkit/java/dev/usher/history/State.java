package dev.usher.history;

import java.time.Instant;

/**
 * Row of an event at one version.
 *
 * @param waitlistCapacity how many may wait, or null
 * @param closesAt when registration closes, or null
 * @param promotesUntil from when on users are no longer promoted, or null
 * @param startsAt the start of the event, or null
 */
public record State(
        long version,
        int capacity,
        boolean hasWaitlist,
        Integer waitlistCapacity,
        Instant closesAt,
        Instant promotesUntil,
        Instant startsAt,
        boolean cancelled,
        int taken,
        int waiting,
        long lastTicket,
        long floor) {

    int free() {
        return capacity - taken;
    }

    boolean hasEnd() {
        return closesAt != null || promotesUntil != null || startsAt != null;
    }

    boolean startedAt(Instant moment) {
        return startsAt != null && !moment.isBefore(startsAt);
    }

    boolean openAt(Instant moment) {
        return !cancelled && (closesAt == null || moment.isBefore(closesAt));
    }

    boolean promotesAt(Instant moment) {
        return !cancelled && (promotesUntil == null || moment.isBefore(promotesUntil));
    }

    /** Seats that belong to users on the waitlist. */
    public int owed(Instant moment) {
        return promotesAt(moment) ? Math.max(0, Math.min(free(), waiting)) : 0;
    }

    /** Whether newcomers get neither a seat nor a waitlist entry, even if registration is open. */
    boolean fullAt(Instant moment) {
        boolean joins = hasWaitlist && (waitlistCapacity == null || waiting < waitlistCapacity);
        return !joins && (free() <= waiting || waiting > 0 && !promotesAt(moment));
    }

    /** Copy with the organizer's part of this state and the given counters. */
    State with(int takenThen, int waitingThen) {
        return new State(
                version,
                capacity,
                hasWaitlist,
                waitlistCapacity,
                closesAt,
                promotesUntil,
                startsAt,
                cancelled,
                takenThen,
                waitingThen,
                lastTicket,
                floor);
    }
}
