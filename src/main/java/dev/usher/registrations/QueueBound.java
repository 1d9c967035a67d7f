package dev.usher.registrations;

import java.util.concurrent.TimeUnit;

/**
 * How long an event's queue may grow: what the last second committed, so that who waits does not wait for long, and
 * never less than a burst on an idle event brings.
 */
final class QueueBound {
    static final int LEAST = 1_000;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long secondStarted = System.nanoTime();
    private int lastSecond;
    private int thisSecond;

    int most() {
        turnOver();
        return Math.max(LEAST, Math.max(lastSecond, thisSecond));
    }

    void committed(int changes) {
        turnOver();
        thisSecond += changes;
    }

    private void turnOver() {
        long now = System.nanoTime();
        long seconds = (now - secondStarted) / SECOND;
        if (seconds > 0) {
            lastSecond = seconds == 1 ? thisSecond : 0;
            thisSecond = 0;
            secondStarted += seconds * SECOND;
        }
    }
}
