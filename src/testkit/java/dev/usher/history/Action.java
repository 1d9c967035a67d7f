package dev.usher.history;

/**
 * One request of one client, from before it was sent until its answer was there or it was given up.
 *
 * @param start nanoseconds of the rig's clock
 * @param end of the same clock
 * @param node which process was asked
 * @param userId null for what concerns the event alone
 * @param key the Idempotency-Key as the row keeps it, or null
 * @param capacity that is asked for, 0 for what asks for none
 */
public record Action(
        long start,
        long end,
        int node,
        Act act,
        String eventId,
        String userId,
        String key,
        int capacity,
        Answer answer) {

    /** Until when it may have changed the event. */
    long mayHappenUntil() {
        return answer.kind().open() ? Long.MAX_VALUE : end;
    }

    /** The same with another answer. */
    public Action answered(Answer other) {
        return new Action(start, end, node, act, eventId, userId, key, capacity, other);
    }
}
