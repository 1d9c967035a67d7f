package dev.usher.registrations;

import dev.usher.bus.Timestamp;

/**
 * One user's row at one event.
 *
 * @param ticket the place in line: present while waiting, kept after promotion, null for who never waited
 * @param promotedAt null for who was not promoted
 * @param requestKey the idempotency key of the request that made the row, or null
 */
public record Registration(
        String eventId,
        String userId,
        Status status,
        Timestamp registeredAt,
        Long ticket,
        Timestamp promotedAt,
        String requestKey) {

    /** Whether the user has a seat or is in line. */
    public enum Status {
        REGISTERED("registered"),
        WAITLISTED("waitlisted");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** As it is stored and shown. */
        public String text() {
            return text;
        }

        /** @throws IllegalArgumentException for any other text */
        public static Status of(String text) {
            return switch (text) {
                case "registered" -> REGISTERED;
                case "waitlisted" -> WAITLISTED;
                default -> throw new IllegalArgumentException("status " + text);
            };
        }
    }

    public boolean waits() {
        return status == Status.WAITLISTED;
    }
}
