package dev.usher.registrations;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Full-jitter pauses of one turn: each one up to twice as long as the one before, from 5 ms to a cap near what a commit
 * takes, since longer ones only leave the store to others.
 */
final class Backoff {
    private static final long FIRST_MILLIS = 5;

    private final Vertx vertx;
    private final long cap;
    private long ceiling = FIRST_MILLIS;

    /** @param capMillis the longest pause */
    Backoff(Vertx vertx, long capMillis) {
        this.vertx = vertx;
        this.cap = Math.max(FIRST_MILLIS, capMillis);
    }

    Future<Void> pause() {
        long millis = ThreadLocalRandom.current().nextLong(ceiling) + 1;
        ceiling = Math.min(cap, ceiling * 2);
        return vertx.timer(millis);
    }
}
