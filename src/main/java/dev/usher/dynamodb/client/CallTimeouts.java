package dev.usher.dynamodb.client;

import java.time.Duration;

/**
 * Timeouts of the SDK and of the circuit breaker, as fractions of a request's deadline: a failing call ends while there
 * is still time to answer the request, and a longer deadline allows for a slower store.
 *
 * @param call limit for one call with all its attempts
 * @param attempt limit for one attempt
 * @param connect limit for opening a connection
 * @param silence time without a response, at least 200 ms, after which the breaker sends a probe
 * @param probe limit for a probe of the breaker, at least 450 ms
 */
public record CallTimeouts(Duration call, Duration attempt, Duration connect, Duration silence, Duration probe) {
    private static final long MIN_SILENCE_MILLIS = 200;
    private static final long MIN_PROBE_MILLIS = 450;

    /** @param requestMillis the deadline of a request; 5000 gives 2.5 s, 1.5 s, 0.5 s, 0.2 s and 0.45 s */
    public static CallTimeouts within(long requestMillis) {
        return new CallTimeouts(
                percent(requestMillis, 50),
                percent(requestMillis, 30),
                percent(requestMillis, 10),
                percent(requestMillis, 4, MIN_SILENCE_MILLIS),
                percent(requestMillis, 9, MIN_PROBE_MILLIS));
    }

    private static Duration percent(long millis, int percent) {
        return percent(millis, percent, 1);
    }

    private static Duration percent(long millis, int percent, long leastMillis) {
        return Duration.ofMillis(Math.max(leastMillis, millis * percent / 100));
    }
}
