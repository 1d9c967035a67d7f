package dev.usher.dynamodb.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.service.LogLimiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockSkewTest {
    private static final String DATE = "Fri, 27 Nov 2026 21:00:00 GMT";
    private static final long MILLIS = 1_795_813_200_000L;

    private final List<Long> seen = new ArrayList<>();
    private final ClockSkew clock = new ClockSkew(
            new CallListener() {
                @Override
                public void clock(long skewNanos) {
                    seen.add(TimeUnit.NANOSECONDS.toMillis(skewNanos));
                }

                @Override
                public void ended(String operation, Result result, long nanos) {}
            },
            new LogLimiter());

    /** Sent and received by this machine's clock, against the date of the response. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0",
        "-60000, 0, 0",
        "999, 60000, 0",
        "2999, 3000, 0",
        "3000, 3001, 2001",
        "31000, 31001, 30001",
        "-2001, -2000, 0",
        "-2002, -2001, -2001",
        "-90000, -40000, -40000"
    })
    void onlyWhatASlowCallDoesNotExplainIsSkew(long sent, long received, long skew) {
        clock.observe(DATE, MILLIS + sent, MILLIS + received);
        assertThat(seen).containsExactly(skew);
        assertThat(clock.check().failed()).isEqualTo(Math.abs(skew) > 30_000);
    }

    @Test
    void theLastResponseDecides() {
        clock.observe(DATE, MILLIS + 60_000, MILLIS + 60_001);
        assertThat(clock.check().cause()).hasMessage("the clock differs from DynamoDB's: it is 59 s ahead");
        clock.observe("yesterday", MILLIS, MILLIS);
        assertThat(clock.check().failed()).isTrue();
        clock.observe(DATE, MILLIS, MILLIS + 1);
        assertThat(clock.check().succeeded()).isTrue();
    }
}
