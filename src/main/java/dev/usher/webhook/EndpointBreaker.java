package dev.usher.webhook;

import dev.usher.service.Deadline;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Circuit breaker of the endpoint, shared by all events. It opens after consecutive failures, or as soon as the
 * endpoint asks for fewer requests. While it is open nothing is sent; after a pause, one delivery tries again. An
 * endpoint that works closes it then, even if it rejects the message. Confined to one context; only {@link #isGone} may
 * be called on any thread.
 */
final class EndpointBreaker {
    private static final int MAX_FAILURES = 5;
    private static final long MAX_PAUSE_MILLIS = 60_000;

    private final long firstPauseMillis;
    private int failures;
    private long ceiling;
    /** Null while the breaker is closed. */
    private Deadline pause;

    private boolean stopped;
    private volatile boolean gone;

    /**
     * @param firstPause upper bound of the first pause. Each further one is twice as long, up to a minute, unless the
     *     endpoint answers with an error: it may have that error with some messages only
     */
    EndpointBreaker(Duration firstPause) {
        firstPauseMillis = firstPause.toMillis();
        ceiling = firstPauseMillis;
    }

    /** Returns whether the endpoint is believed to answer. */
    boolean isClosed() {
        return pause == null && !stopped;
    }

    /**
     * Returns how many deliveries may begin now.
     *
     * @param busy deliveries in progress
     * @param max maximum deliveries in progress
     */
    int slots(int busy, int max) {
        if (isClosed()) {
            return max - busy;
        }
        return !stopped && busy == 0 && pause.passed() ? 1 : 0;
    }

    /** Returns the time until a delivery may try again; 0 if the breaker is closed or stopped. */
    long remainingMillis() {
        return pause == null || stopped ? 0 : pause.remainingMillis();
    }

    /** Returns whether this attempt closed the breaker. */
    boolean attempted(DeliveryAttempt attempt) {
        if (attempt.endpointWorks()) {
            failures = 0;
            boolean closes = pause != null && pause.passed();
            if (closes) {
                pause = null;
                ceiling = firstPauseMillis;
            }
            return closes;
        }
        if (attempt.outcome() == DeliveryOutcome.GONE) {
            gone = true;
            stopped = true;
        }
        failures++;
        if (pause != null || failures >= MAX_FAILURES || attempt.outcome() == DeliveryOutcome.THROTTLED) {
            open(attempt);
        }
        return false;
    }

    /** Deliveries that were in progress when the breaker opened make the pause no longer, unless they ask for it. */
    private void open(DeliveryAttempt attempt) {
        var asked = attempt.retryAfter();
        if (pause != null && !pause.passed()) {
            if (asked.toMillis() > pause.remainingMillis()) {
                pause = Deadline.inMillis(asked.toMillis());
            }
            return;
        }
        if (attempt.outcome() == DeliveryOutcome.ENDPOINT_ERROR) {
            ceiling = firstPauseMillis;
        }
        long millis = ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2) + 1;
        ceiling = Math.min(MAX_PAUSE_MILLIS, 2 * ceiling);
        pause = Deadline.inMillis(Math.max(millis, asked.toMillis()));
    }

    /** Stops all deliveries before their next message. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Returns whether the endpoint wants no more messages. */
    boolean isGone() {
        return gone;
    }
}
