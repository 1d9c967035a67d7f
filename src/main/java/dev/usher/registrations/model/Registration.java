package dev.usher.registrations.model;

import dev.usher.service.Timestamp;
import java.util.Locale;

/**
 * One user's row at one event.
 *
 * @param ticket order in the waitlist: present while waiting, kept after promotion, null for a user who never waited
 * @param promotedAt null if the user was not promoted
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

    public boolean waits() {
        return status == Status.WAITLISTED;
    }
}
