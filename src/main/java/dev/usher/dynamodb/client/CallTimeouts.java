package dev.usher.dynamodb.client;

import java.time.Duration;

/**
 * Timeouts of the SDK, as fractions of a request's deadline: a failing call ends while there is still time to answer
 * the request.
 *
 * @param call limit for one call with all its attempts
 * @param attempt limit for one attempt
 * @param connect limit for opening a connection
 */
public record CallTimeouts(Duration call, Duration attempt, Duration connect) {
    /** @param requestMillis the deadline of a request; 5000 gives 2.5 s, 0.8 s and 0.5 s */
    public static CallTimeouts within(long requestMillis) {
        return new CallTimeouts(percent(requestMillis, 50), percent(requestMillis, 16), percent(requestMillis, 10));
    }

    private static Duration percent(long millis, int percent) {
        return Duration.ofMillis(Math.max(1, millis * percent / 100));
    }
}
