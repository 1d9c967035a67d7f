package dev.usher.events;

import dev.usher.bus.Reason;
import dev.usher.bus.Timestamp;
import java.time.Instant;
import java.util.Optional;

/**
 * An event as one committed version of it stands.
 *
 * @param terms the organizer's part of the row
 * @param counts the ledger's part of the row
 * @param requestKey the idempotency key of the request that created the event, or null
 * @param owner the organizer who made it, or null; never changes
 * @param detailsVersion the version that last changed the terms or the status
 * @param descriptionVersion the version that wrote the description; 0 without one, and for one that a version before
 *     0.2 of this program wrote
 */
public record Event(
        String eventId,
        Terms terms,
        Status status,
        Counts counts,
        Timestamp createdAt,
        String requestKey,
        String owner,
        long detailsVersion,
        long descriptionVersion) {

    /** An event as its creation leaves it, or whose terms never changed. */
    public Event(
            String eventId,
            Terms terms,
            Status status,
            Counts counts,
            Timestamp createdAt,
            String requestKey,
            String owner) {
        this(
                eventId,
                terms,
                status,
                counts,
                createdAt,
                requestKey,
                owner,
                Counts.NEW.version,
                terms.description() == null ? 0 : Counts.NEW.version);
    }

    /** An event that takes place and is nobody's, of which nothing is said that need not be. */
    public Event(
            String eventId,
            String name,
            int capacity,
            boolean hasWaitlist,
            Counts counts,
            Timestamp createdAt,
            String requestKey) {
        this(eventId, new Terms(name, capacity, hasWaitlist), Status.SCHEDULED, counts, createdAt, requestKey, null);
    }

    /** Whether the event takes place. A cancelled one takes nobody, promotes nobody and is never scheduled again. */
    public enum Status {
        SCHEDULED("scheduled"),
        CANCELLED("cancelled");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** As it is stored and shown. */
        public String text() {
            return text;
        }
    }

    /**
     * What the ledger keeps of an event.
     *
     * @param currentRegistrations taken seats
     * @param waitlistCount people in line
     * @param lastTicket the highest ticket ever given, 0 before the first
     * @param lineFloor nobody waits with a ticket at or below it
     * @param version grows by one with every committed turn; 1 when created
     * @param rosterDigest the digest of the registrations at this version, or null where it is not known
     */
    public record Counts(
            int currentRegistrations,
            int waitlistCount,
            long lastTicket,
            long lineFloor,
            long version,
            Long rosterDigest) {
        public static final Counts NEW = new Counts(0, 0, 0, 0, 1, 0L);

        /** With a digest that is not known. */
        public Counts(int currentRegistrations, int waitlistCount, long lastTicket, long lineFloor, long version) {
            this(currentRegistrations, waitlistCount, lastTicket, lineFloor, version, null);
        }
    }

    /**
     * With other terms or another status.
     *
     * @param version the version that changes them
     */
    public Event amended(Terms newTerms, Status newStatus, long version) {
        return new Event(
                eventId,
                newTerms,
                newStatus,
                counts,
                createdAt,
                requestKey,
                owner,
                version,
                newTerms.hasDescriptionOf(terms) ? descriptionVersion : newTerms.description() == null ? 0 : version);
    }

    /** With the description that was read for its version. */
    public Event described(String description) {
        return new Event(
                eventId,
                terms.described(description),
                status,
                counts,
                createdAt,
                requestKey,
                owner,
                detailsVersion,
                descriptionVersion);
    }

    public Event with(Counts newCounts) {
        return new Event(
                eventId, terms, status, newCounts, createdAt, requestKey, owner, detailsVersion, descriptionVersion);
    }

    public String name() {
        return terms.name();
    }

    public int capacity() {
        return terms.capacity();
    }

    public boolean hasWaitlist() {
        return terms.hasWaitlist();
    }

    public boolean cancelled() {
        return status == Status.CANCELLED;
    }

    /** Why no newcomer is taken at this moment, however many seats there are; empty when newcomers are taken. */
    public Optional<Reason> closedAt(Instant moment) {
        if (cancelled()) {
            return Optional.of(Reason.EVENT_CANCELLED);
        }
        return terms.closedAt(moment);
    }

    public int freeSeats() {
        return terms.capacity() - counts.currentRegistrations;
    }

    /** Free seats that belong to somebody in line. A cancelled event owes none. */
    public int seatsOwed() {
        return cancelled() ? 0 : Math.min(freeSeats(), counts.waitlistCount);
    }

    public long version() {
        return counts.version;
    }
}
