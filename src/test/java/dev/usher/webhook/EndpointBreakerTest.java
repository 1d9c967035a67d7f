package dev.usher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointBreakerTest {
    private static final int MAX = 16;

    private final EndpointBreaker breaker = new EndpointBreaker(Duration.ofSeconds(1));

    @Test
    void opensAfterConsecutiveFailuresOnly() {
        for (int i = 0; i < 4; i++) {
            attempt(DeliveryOutcome.ENDPOINT_ERROR, 0);
        }
        attempt(DeliveryOutcome.DELIVERED, 0);
        for (int i = 0; i < 4; i++) {
            attempt(DeliveryOutcome.UNREACHABLE, 0);
        }
        assertThat(breaker.slots(3, MAX)).isEqualTo(13);
        attempt(DeliveryOutcome.TIMEOUT, 0);
        assertThat(breaker.isClosed()).isFalse();
        assertThat(breaker.slots(0, MAX)).isZero();
        assertThat(breaker.remainingMillis()).isBetween(1L, 1_001L);
    }

    @Test
    void rejectedMessagesAreNoFailures() {
        for (int i = 0; i < 4; i++) {
            attempt(DeliveryOutcome.ENDPOINT_ERROR, 0);
        }
        for (int i = 0; i < 9; i++) {
            attempt(DeliveryOutcome.REJECTED, 0);
        }
        attempt(DeliveryOutcome.ENDPOINT_ERROR, 0);
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void pausesGrowUnlessTheEndpointAnswersWithAnError() {
        assertThat(longestPause(DeliveryOutcome.ENDPOINT_ERROR)).isLessThanOrEqualTo(10);
        assertThat(longestPause(DeliveryOutcome.UNREACHABLE)).isGreaterThan(50);
    }

    private static long longestPause(DeliveryOutcome outcome) {
        var failing = new EndpointBreaker(Duration.ofMillis(10));
        long longest = 0;
        for (int i = 0; i < 16 && longest <= 50; i++) {
            failing.attempted(new DeliveryAttempt(outcome, "", Duration.ZERO));
            longest = Math.max(longest, failing.remainingMillis());
            while (failing.remainingMillis() > 0) {
                Thread.onSpinWait();
            }
        }
        return longest;
    }

    @Test
    void deliveriesInProgressDoNotMakeThePauseLonger() {
        for (int i = 0; i < MAX; i++) {
            attempt(DeliveryOutcome.UNREACHABLE, 0);
        }
        assertThat(breaker.remainingMillis()).isBetween(1L, 1_001L);
        attempt(DeliveryOutcome.THROTTLED, 60);
        assertThat(breaker.remainingMillis()).isGreaterThan(50_000);
    }

    @Test
    void opensAtOnceForAsLongAsTheEndpointAsks() {
        attempt(DeliveryOutcome.THROTTLED, 3_600);
        assertThat(breaker.slots(0, MAX)).isZero();
        assertThat(breaker.remainingMillis()).isGreaterThan(3_500_000);
        assertThat(attempt(DeliveryOutcome.DELIVERED, 0)).as("was in progress").isFalse();
        assertThat(breaker.slots(0, MAX)).isZero();
        assertThat(breaker.remainingMillis()).isGreaterThan(3_500_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"DELIVERED", "REJECTED"})
    void letsOneDeliveryTryAfterThePauseAndClosesIfTheEndpointWorks(DeliveryOutcome outcome) {
        attempt(DeliveryOutcome.THROTTLED, 0);
        while (breaker.remainingMillis() > 0) {
            Thread.onSpinWait();
        }
        assertThat(breaker.slots(0, MAX)).isOne();
        assertThat(breaker.slots(1, MAX)).isZero();
        assertThat(attempt(outcome, 0)).isTrue();
        assertThat(breaker.slots(0, MAX)).isEqualTo(MAX);
        assertThat(attempt(outcome, 0)).isFalse();
    }

    @Test
    void staysOpenAfterGone() {
        attempt(DeliveryOutcome.GONE, 0);
        assertThat(breaker.isGone()).isTrue();
        assertThat(breaker.isStopped()).isTrue();
        attempt(DeliveryOutcome.DELIVERED, 0);
        assertThat(breaker.slots(0, MAX)).isZero();
        assertThat(breaker.isClosed()).isFalse();
    }

    private boolean attempt(DeliveryOutcome outcome, long retryAfterSeconds) {
        return breaker.attempted(new DeliveryAttempt(outcome, "", Duration.ofSeconds(retryAfterSeconds)));
    }
}
