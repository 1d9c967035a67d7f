package dev.usher.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
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

    /** AWS puts the id of the request into some messages: each of them is new. */
    @Test
    void permitsFiftyKeysAMinute() {
        var clock = new AtomicLong();
        var limiter = new LogLimiter(clock::get);
        assertThat(IntStream.range(0, 10_000).filter(n -> limiter.permits("k" + n)))
                .hasSize(50);
        assertThat(limiter.permits("k1")).isFalse();

        clock.set(TimeUnit.SECONDS.toNanos(60));
        assertThat(limiter.permits("another")).isTrue();
    }
}
