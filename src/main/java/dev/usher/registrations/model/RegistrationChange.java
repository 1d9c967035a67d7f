package dev.usher.registrations.model;

import java.time.Instant;
import java.util.Locale;

/**
 * One step of a turn for one user, as the change log keeps it.
 *
 * @param ticket the ticket that was given, promoted, left or confirmed; null for a seat that never had one, and for one
 *     that is given back
 * @param requestKey the stored idempotency key of the request that registered the user, or null; never shown
 * @param confirmBy of a promotion: when the seat lapses unless the user confirms it, or null
 * @param by the user who made the change for another one, or null
 */
public record RegistrationChange(
        Kind kind, String userId, Long ticket, Instant confirmBy, String requestKey, String by) {
    /** Kind of a step. */
    public enum Kind {
        /** From no row to a seat. */
        REGISTERED,
        /** From no row to a seat that the turn adds to the capacity. */
        INVITED,
        /** From no row to the waitlist. */
        WAITLISTED,
        /** From the waitlist to a seat. */
        PROMOTED,
        /** The user keeps a seat that needed a confirmation. */
        CONFIRMED,
        /** From a seat that was not confirmed in time to no row. */
        LAPSED,
        /** From a seat or the waitlist to no row. */
        LEFT;

        /** The name as stored and as shown to clients. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException for any other text */
        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** Creates a change made by the user, without an idempotency key. */
    public RegistrationChange(Kind kind, String userId, Long ticket) {
        this(kind, userId, ticket, null, null, null);
    }

    /** Creates a change other than a promotion. */
    public RegistrationChange(Kind kind, String userId, Long ticket, String requestKey, String by) {
        this(kind, userId, ticket, null, requestKey, by);
    }
}
