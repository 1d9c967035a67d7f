package dev.usher.async;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Jittered, growing pauses between the tries of one turn or creation. The upper bound of a pause doubles from 5 ms to a
 * cap near the duration of a commit: longer pauses would only leave the store to other writers. Pauses after throttling
 * are longer; fewer than ten of them fit into the default deadline of a request.
 */
public final class Backoff {
    private static final long FIRST_MILLIS = 5;
    private static final long FIRST_THROTTLED_MILLIS = 50;
    private static final long MAX_THROTTLED_MILLIS = 1_000;

    private final Vertx vertx;
    private final long cap;
    private long ceiling = FIRST_MILLIS;
    private long throttledCeiling = FIRST_THROTTLED_MILLIS;

    /** @param capMillis the upper bound of a pause without throttling */
    public Backoff(Vertx vertx, long capMillis) {
        this.vertx = vertx;
        this.cap = Math.max(FIRST_MILLIS, capMillis);
    }

    /**
     * Waits for a uniformly random time, so that those that failed together do not try again together.
     *
     * @param atMostMillis the longest wait, at least 1
     */
    public static Future<Void> upTo(Vertx vertx, long atMostMillis) {
        return vertx.timer(ThreadLocalRandom.current().nextLong(1, atMostMillis + 1));
    }

    public Future<Void> pause() {
        long atMost = ceiling;
        ceiling = Math.min(cap, ceiling * 2);
        return upTo(vertx, atMost);
    }

    /** @param throttled whether the store throttled the try: the pause triples each time, up to 1 s */
    public Future<Void> pause(boolean throttled) {
        if (!throttled) {
            return pause();
        }
        long millis = throttledCeiling - ThreadLocalRandom.current().nextLong(throttledCeiling / 5 + 1);
        throttledCeiling = Math.min(MAX_THROTTLED_MILLIS, throttledCeiling * 3);
        return vertx.timer(millis);
    }
}
