package dev.usher.registrations;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;

/** Full-jitter pauses of one turn: each one up to twice as long as the one before, from 5 ms to a cap. */
final class Backoff {
    private static final long FIRST_MILLIS = 5;
    private static final long CAP_MILLIS = 160;

    private final Vertx vertx;
    private long ceiling = FIRST_MILLIS;

    Backoff(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<Void> pause() {
        long millis = ThreadLocalRandom.current().nextLong(ceiling) + 1;
        ceiling = Math.min(CAP_MILLIS, ceiling * 2);
        return vertx.timer(millis).mapEmpty();
    }
}
