package dev.usher.registrations;

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
        REGISTERED("registered"),
        WAITLISTED("waitlisted"),
        PROMOTED("promoted"),
        LEFT("left");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As it is stored and shown. */
        public String text() {
            return text;
        }

        /** @throws IllegalArgumentException for any other text */
        public static Kind of(String text) {
            for (var kind : values()) {
                if (kind.text.equals(text)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("change " + text);
        }
    }

    /** Without an idempotency key, and made by the user. */
    public RegistrationChange(Kind kind, String userId, Long ticket) {
        this(kind, userId, ticket, null, null);
    }
}
