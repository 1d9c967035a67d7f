package dev.usher.events;

import java.time.Instant;

/**
 * An event as one committed version of it stands.
 *
 * @param capacity seats in all, 1 to 1,000,000
 * @param hasWaitlist whether newcomers may join the line when no seat is free
 * @param counts the ledger's part of the row
 * @param requestKey the idempotency key of the request that created the event, or null
 */
public record Event(
        String eventId,
        String name,
        int capacity,
        boolean hasWaitlist,
        Counts counts,
        Instant createdAt,
        String requestKey) {

    /**
     * What the ledger keeps of an event.
     *
     * @param currentRegistrations taken seats
     * @param waitlistCount people in line
     * @param lastTicket the highest ticket ever given, 0 before the first
     * @param lineFloor nobody waits with a ticket at or below it
     * @param version grows by one with every committed turn; 1 when created
     */
    public record Counts(int currentRegistrations, int waitlistCount, long lastTicket, long lineFloor, long version) {
        public static final Counts NEW = new Counts(0, 0, 0, 0, 1);
    }

    public int freeSeats() {
        return capacity - counts.currentRegistrations;
    }

    /** Free seats that belong to somebody in line. */
    public int seatsOwed() {
        return Math.min(freeSeats(), counts.waitlistCount);
    }

    public long version() {
        return counts.version;
    }
}
