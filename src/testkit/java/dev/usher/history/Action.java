package dev.usher.history;

/**
 * One request of one client, from before it was sent until it was answered or given up.
 *
 * @param start nanoseconds of the rig's clock
 * @param end of the same clock
 * @param node the server that received it
 * @param userId null for requests about the event alone
 * @param key the Idempotency-Key as stored in the row, or null
 * @param capacity requested, 0 if none
 */
public record Action(
        long start,
        long end,
        int node,
        OperationKind act,
        String eventId,
        String userId,
        String key,
        int capacity,
        Answer answer) {

    /** Latest time at which it may have changed the event. */
    long mayHappenUntil() {
        return answer.kind().open() ? Long.MAX_VALUE : end;
    }

    /** Copy with another answer. */
    public Action answered(Answer other) {
        return new Action(start, end, node, act, eventId, userId, key, capacity, other);
    }
}
