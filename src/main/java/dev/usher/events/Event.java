package dev.usher.events;

import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Event at one committed version.
 *
 * @param terms the organizer's part of the row
 * @param counts the ledger's part of the row
 * @param requestKey the idempotency key of the request that created the event, or null
 * @param owner user id of the organizer who runs it, at first the one who created it; or null
 * @param detailsVersion the version that last changed the terms, the status or the owner
 * @param descriptionVersion the version that wrote the description; 0 without one, and for one from before descriptions
 *     had rows of their own
 * @param owed whether the row is in the index of events that owe seats, as its last turn decided
 */
public record Event(
        String eventId,
        EventDetails terms,
        Status status,
        Counts counts,
        Timestamp createdAt,
        String requestKey,
        String owner,
        long detailsVersion,
        long descriptionVersion,
        boolean owed) {

    /** Creates an event whose terms have not changed since its creation. */
    public Event(
            String eventId,
            EventDetails terms,
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
                terms.description() == null ? 0 : Counts.NEW.version,
                false);
    }

    /** Creates a scheduled event without an owner and without optional terms. */
    public Event(
            String eventId,
            String name,
            int capacity,
            boolean hasWaitlist,
            Counts counts,
            Timestamp createdAt,
            String requestKey) {
        this(
                eventId,
                new EventDetails(name, capacity, hasWaitlist),
                Status.SCHEDULED,
                counts,
                createdAt,
                requestKey,
                null);
    }

    /**
     * Whether the event takes place. A cancelled one accepts no registration and promotes no user, and may be scheduled
     * again until its start.
     */
    public enum Status {
        SCHEDULED("scheduled"),
        CANCELLED("cancelled");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** Returns the text that is stored and returned. */
        public String text() {
            return text;
        }

        /** Returns the status with this text. */
        public static Status of(String text) {
            return text.equals(CANCELLED.text) ? CANCELLED : SCHEDULED;
        }
    }

    /**
     * The ledger's part of an event.
     *
     * @param currentRegistrations taken seats
     * @param waitlistCount number of waitlist entries
     * @param lastTicket the highest ticket ever issued, 0 before the first
     * @param lineFloor every ticket at or below it is settled
     * @param version grows by one with every committed turn; 1 when created
     * @param rosterDigest the digest of the registrations at this version, or null where it is unknown
     */
    public record Counts(
            int currentRegistrations,
            int waitlistCount,
            long lastTicket,
            long lineFloor,
            long version,
            Long rosterDigest) {
        public static final Counts NEW = new Counts(0, 0, 0, 0, 1, 0L);

        /** @param newDigest the digest at that version, or null where it is unknown */
        public Counts at(long newVersion, Long newDigest) {
            return new Counts(currentRegistrations, waitlistCount, lastTicket, lineFloor, newVersion, newDigest);
        }

        /** Creates counts with an unknown digest. */
        public Counts(int currentRegistrations, int waitlistCount, long lastTicket, long lineFloor, long version) {
            this(currentRegistrations, waitlistCount, lastTicket, lineFloor, version, null);
        }
    }

    /**
     * Returns a copy with other terms or another status.
     *
     * @param version the version that changes them
     */
    public Event amended(EventDetails newTerms, Status newStatus, long version) {
        long changed = newTerms.description() == null ? 0 : version;
        return with(
                newTerms, newStatus, owner, version, newTerms.hasDescriptionOf(terms) ? descriptionVersion : changed);
    }

    /** Returns a copy of a new event that begins at a later version. */
    public Event beginningAt(long version) {
        return with(terms, status, owner, version, terms.description() == null ? 0 : version)
                .with(counts.at(version, counts.rosterDigest));
    }

    /** Returns a copy with another owner, which must be changed in the version that amended the event. */
    public Event ownedBy(String newOwner) {
        return with(terms, status, newOwner, detailsVersion, descriptionVersion);
    }

    /** Returns a copy with the description that was read for its version. */
    public Event described(String description) {
        return with(terms.with(EventField.DESCRIPTION, description), status, owner, detailsVersion, descriptionVersion);
    }

    private Event with(EventDetails newTerms, Status newStatus, String newOwner, long details, long description) {
        return new Event(
                eventId, newTerms, newStatus, counts, createdAt, requestKey, newOwner, details, description, owed);
    }

    public Event with(Counts newCounts) {
        return with(newCounts, owed);
    }

    private Event with(Counts fresh, boolean owes) {
        return new Event(
                eventId, terms, status, fresh, createdAt, requestKey, owner, detailsVersion, descriptionVersion, owes);
    }

    /** Returns a copy that is in the index of events that owe seats if it owes one at this moment. */
    public Event indexedAt(Instant moment) {
        return with(counts, seatsOwed(moment) > 0);
    }

    /** Returns whether the organizer's part is that of another version. */
    public boolean hasDetailsOf(Event other) {
        return terms.equals(other.terms) && status == other.status && Objects.equals(owner, other.owner);
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

    /** Returns why new registrations are refused at this moment, whatever the seats; empty when they are accepted. */
    public Optional<RefusalReason> closedAt(Instant moment) {
        if (cancelled()) {
            return Optional.of(RefusalReason.EVENT_CANCELLED);
        }
        return terms.closedAt(moment);
    }

    public int freeSeats() {
        return terms.capacity() - counts.currentRegistrations;
    }

    /** Returns whether a free seat goes to the head of the waitlist. */
    public boolean promotesAt(Instant moment) {
        return !cancelled() && terms.promotesAt(moment);
    }

    /** Returns the number of free seats that belong to waitlist entries; 0 for an event that promotes no more. */
    public int seatsOwed(Instant moment) {
        return promotesAt(moment) ? Math.min(freeSeats(), counts.waitlistCount) : 0;
    }

    public long version() {
        return counts.version;
    }
}
