package dev.usher.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/**
 * One attempt to deliver a message.
 *
 * @param reason status or error, for the log
 * @param retryAfter how long the endpoint asked to wait; zero if it did not
 */
record DeliveryAttempt(DeliveryOutcome outcome, String reason, Duration retryAfter) {
    /** Maximum wait that an endpoint may ask for: longer than each pause of the schedule. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(24);
    /** Statuses whose {@code Retry-After} counts. */
    private static final Set<Integer> MAY_ASK = Set.of(429, 502, 503, 504);

    static DeliveryAttempt failed(DeliveryOutcome outcome, Throwable cause) {
        return new DeliveryAttempt(outcome, cause.toString(), Duration.ZERO);
    }

    /** @param retryAfter value of the header {@code Retry-After}, or null */
    static DeliveryAttempt answered(int status, String retryAfter, Instant now) {
        var asked = retryAfter != null && MAY_ASK.contains(status) ? wait(retryAfter, now) : Duration.ZERO;
        return new DeliveryAttempt(
                asked.isZero() ? DeliveryOutcome.of(status) : DeliveryOutcome.THROTTLED, "status " + status, asked);
    }

    boolean isDelivered() {
        return outcome == DeliveryOutcome.DELIVERED;
    }

    /** Returns whether the endpoint works: it accepted the message, or rejected this message. */
    boolean endpointWorks() {
        return isDelivered() || outcome == DeliveryOutcome.REJECTED;
    }

    /** Seconds or a date; anything else counts as absent. */
    private static Duration wait(String retryAfter, Instant now) {
        var asked = seconds(retryAfter).or(() -> until(retryAfter, now)).orElse(Duration.ZERO);
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
    }

    private static Optional<Duration> seconds(String text) {
        try {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> until(String text, Instant now) {
        try {
            var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(now, date.toInstant()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
