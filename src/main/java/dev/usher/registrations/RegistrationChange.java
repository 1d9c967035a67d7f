package dev.usher.registrations;

import java.util.Locale;

/**
 * One step of a turn for one user, as the change log keeps it.
 *
 * @param ticket the ticket that was given, promoted or left; null for a seat that never had one
 * @param requestKey the stored idempotency key of the request that registered the user, or null; never shown
 * @param by the user who made the change for another one, or null
 */
public record RegistrationChange(Kind kind, String userId, Long ticket, String requestKey, String by) {
    /**
     * From nothing to a seat, from nothing to the waitlist, from the waitlist to a seat, and from either to nothing.
     */
    public enum Kind {
        REGISTERED,
        WAITLISTED,
        PROMOTED,
        LEFT;

        /** As it is stored and shown. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException for any other text */
        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** Without an idempotency key, and made by the user. */
    public RegistrationChange(Kind kind, String userId, Long ticket) {
        this(kind, userId, ticket, null, null);
    }
}
