package dev.usher.history;

/**
 * One step of a turn for one user.
 *
 * @param ticket 0 when the step has none
 * @param confirmBy of a promotion: when the seat lapses unless it is confirmed, or null
 * @param key the Idempotency-Key of the request that registered the user, or null
 */
public record Step(Kind kind, String userId, long ticket, String confirmBy, String key) {
    public Step(Kind kind, String userId, long ticket, String key) {
        this(kind, userId, ticket, null, key);
    }

    /** As the change log names them. */
    public enum Kind {
        REGISTERED,
        INVITED,
        WAITLISTED,
        PROMOTED,
        CONFIRMED,
        LAPSED,
        LEFT
    }
}
