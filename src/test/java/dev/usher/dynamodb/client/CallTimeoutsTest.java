package dev.usher.dynamodb.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTimeoutsTest {
    @ParameterizedTest
    @CsvSource({
        "5000, 2500, 1500, 500, 200, 450",
        "60000, 30000, 18000, 6000, 2400, 5400",
        "1000, 500, 300, 100, 200, 450",
        "1, 1, 1, 1, 200, 450"
    })
    void areFractionsOfTheRequestsDeadline(
            long request, long call, long attempt, long connect, long silence, long probe) {
        var timeouts = CallTimeouts.within(request);
        assertThat(Stream.of(
                                timeouts.call(),
                                timeouts.attempt(),
                                timeouts.connect(),
                                timeouts.silence(),
                                timeouts.probe())
                        .map(Duration::toMillis))
                .containsExactly(call, attempt, connect, silence, probe);
    }
}
