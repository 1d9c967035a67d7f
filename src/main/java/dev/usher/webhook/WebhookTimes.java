package dev.usher.webhook;

import java.time.Duration;

/**
 * Pauses and durations of the webhook that tests shorten.
 *
 * @param quiet time without a change after which the mark of an event is removed
 * @param retry pause after the first failure of a message, and after a visit that failed
 * @param breaker upper bound of the first pause of the circuit breaker
 * @param claim how long a process claims an event at a time: longer than an attempt, so that the claim outlasts a
 *     message that was just begun
 */
record WebhookTimes(Duration quiet, Duration retry, Duration breaker, Duration claim) {
    static final WebhookTimes DEFAULT = new WebhookTimes(
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(25));
}
