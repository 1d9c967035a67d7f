package dev.usher.history;

/**
 * A user's row at an event.
 *
 * @param ticket 0 when the row has none
 * @param promoted whether a time of promotion is noted
 * @param key the Idempotency-Key of the request that made it, or null
 */
public record Row(String userId, boolean seated, long ticket, boolean promoted, String registeredAt, String key) {

    boolean waits() {
        return !seated;
    }

    /** Whether both are the same stay: a promotion does not end one. */
    boolean sameStay(Row other) {
        return other != null && registeredAt.equals(other.registeredAt) && other.ticket == ticket;
    }
}
