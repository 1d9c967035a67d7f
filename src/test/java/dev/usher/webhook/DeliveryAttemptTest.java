package dev.usher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Meaning of responses, and pauses between attempts. */
class DeliveryAttemptTest {
    private static final Instant NOW = Instant.parse("2026-11-28T04:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "200,,DELIVERED,0",
        "204,,DELIVERED,0",
        "299,,DELIVERED,0",
        "301,,REDIRECTED,0",
        "307,,REDIRECTED,0",
        "400,,REJECTED,0",
        "408,,ENDPOINT_ERROR,0",
        "401,,ENDPOINT_ERROR,0",
        "404,60,ENDPOINT_ERROR,0",
        "409,60,REJECTED,0",
        "410,,GONE,0",
        "429,,THROTTLED,0",
        "429,30,THROTTLED,30",
        "422,,REJECTED,0",
        "500,,ENDPOINT_ERROR,0",
        "502,,ENDPOINT_ERROR,0",
        "503,'Sat, 28 Nov 2026 04:02:00 GMT',THROTTLED,120",
        "503,'Sat, 28 Nov 2026 03:00:00 GMT',ENDPOINT_ERROR,0",
        "503,soon,ENDPOINT_ERROR,0",
        "503,-1,ENDPOINT_ERROR,0",
        "503,9999999999,THROTTLED,86400",
        "503,999999999,THROTTLED,86400",
        "504,,ENDPOINT_ERROR,0",
    })
    void statusAndRetryAfterDecide(int status, String retryAfter, DeliveryOutcome outcome, long seconds) {
        assertThat(DeliveryAttempt.answered(status, retryAfter, NOW))
                .isEqualTo(new DeliveryAttempt(outcome, "status " + status, Duration.ofSeconds(seconds)));
    }

    @Test
    void attemptsSpanSeventyTwoHoursAtRisingIntervals() {
        var sum = Duration.ZERO;
        for (int failures = 1; failures <= 16; failures++) {
            var pause = RetrySchedule.pause(WebhookTimes.DEFAULT.retry(), failures);
            assertThat(pause).isBetween(Duration.ofSeconds(4), Duration.ofMinutes(577));
            sum = sum.plus(pause);
        }
        assertThat(sum).isBetween(Duration.ofHours(57), Duration.ofHours(87));
        assertThat(RetrySchedule.pause(WebhookTimes.DEFAULT.retry(), 1)).isLessThanOrEqualTo(Duration.ofSeconds(6));
        assertThat(RetrySchedule.pause(WebhookTimes.DEFAULT.retry(), 1_000)).isGreaterThan(Duration.ofHours(6));
        assertThat(RetrySchedule.isOver(NOW, NOW.plus(Duration.ofHours(71)))).isFalse();
        assertThat(RetrySchedule.isOver(NOW, NOW.plus(Duration.ofHours(72)))).isTrue();
    }
}
