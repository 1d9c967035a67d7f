package dev.usher.history;

/**
 * One request of one client, from before it was sent until its answer was there or it was given up.
 *
 * @param start nanoseconds of the rig's clock
 * @param end of the same clock
 * @param node which process was asked
 * @param key the Idempotency-Key, or null
 */
public record Action(
        long start, long end, int node, Act act, String eventId, String userId, String key, Answer answer) {

    /** Until when it may have changed the event. */
    long mayHappenUntil() {
        return answer.kind().open() ? Long.MAX_VALUE : end;
    }
}
