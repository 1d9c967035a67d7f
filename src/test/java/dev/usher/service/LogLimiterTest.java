package dev.usher.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogLimiterTest {

    @Test
    void permitsOneMessageAMinuteForEachKey() {
        var clock = new AtomicLong();
        var limiter = new LogLimiter(clock::get);

        assertThat(limiter.permits("a")).isTrue();
        assertThat(limiter.permits("a")).isFalse();
        assertThat(limiter.permits("b")).isTrue();

        clock.set(TimeUnit.SECONDS.toNanos(59));
        assertThat(limiter.permits("a")).isFalse();
        clock.set(TimeUnit.SECONDS.toNanos(60));
        assertThat(limiter.permits("a")).isTrue();
        assertThat(limiter.permits("a")).isFalse();
    }
}
