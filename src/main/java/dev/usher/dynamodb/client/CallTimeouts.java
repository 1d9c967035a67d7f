package dev.usher.dynamodb.client;

import java.time.Duration;

/**
 * How long the SDK may try, as parts of a request's deadline: whatever goes wrong is over while there is still time to
 * say so.
 *
 * @param call one call with all its attempts
 * @param attempt one attempt
 * @param connect a new connection
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
