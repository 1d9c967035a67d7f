package dev.usher.history;

/**
 * One step of a turn for one user.
 *
 * @param ticket 0 when the step has none
 * @param key the Idempotency-Key of the request that registered the user, or null
 */
public record Step(Kind kind, String userId, long ticket, String key) {
    /** As the change log names them. */
    public enum Kind {
        REGISTERED,
        INVITED,
        WAITLISTED,
        PROMOTED,
        LEFT
    }
}
