package dev.usher.registrations.model;

import dev.usher.service.Timestamp;
import java.time.Instant;
import java.util.Locale;

/**
 * One user's row at one event.
 *
 * @param ticket order in the waitlist: present while waiting, kept after promotion, null for a user who never waited
 * @param promotedAt null if the user was not promoted
 * @param requestKey the idempotency key of the request that made the row, or null
 * @param version version of the event that registered the user or, later, promoted or confirmed it; null where it is
 *     unknown, as in rows from before the change log
 * @param confirmBy when the seat lapses unless the user confirms it, in whole seconds; null if no confirmation is
 *     needed
 */
public record Registration(
        String eventId,
        String userId,
        Status status,
        Timestamp registeredAt,
        Long ticket,
        Timestamp promotedAt,
        String requestKey,
        Long version,
        Instant confirmBy) {
    /** Creates a row whose version is unknown. */
    public Registration(
            String eventId,
            String userId,
            Status status,
            Timestamp registeredAt,
            Long ticket,
            Timestamp promotedAt,
            String requestKey) {
        this(eventId, userId, status, registeredAt, ticket, promotedAt, requestKey, null, null);
    }

    /** Whether the user has a seat or is on the waitlist. */
    public enum Status {
        REGISTERED,
        WAITLISTED;

        /** The name as stored and as shown to clients. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException for any other text */
        public static Status of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Returns the row of the same user with a seat.
     *
     * @param by when the seat lapses unless it is confirmed, or null
     */
    public Registration promoted(Timestamp at, long inVersion, Instant by) {
        return new Registration(
                eventId, userId, Status.REGISTERED, registeredAt, ticket, at, requestKey, inVersion, by);
    }

    /** Returns the row of a waiting user with another ticket. */
    public Registration ticketed(long newTicket, long inVersion) {
        return new Registration(
                eventId, userId, status, registeredAt, newTicket, promotedAt, requestKey, inVersion, null);
    }

    /** Returns the row of a user who keeps the seat. */
    public Registration confirmed(long inVersion) {
        return new Registration(eventId, userId, status, registeredAt, ticket, promotedAt, requestKey, inVersion, null);
    }

    public boolean waits() {
        return status == Status.WAITLISTED;
    }
}
