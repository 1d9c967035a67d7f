package dev.usher.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BusMetricsTest {
    private static final int ROUNDS = 2_000;

    /** Two event loops often send the first request of a kind in the same moment. */
    @Test
    void countsBothOfTwoThatAreTheFirst() throws Exception {
        var threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                var registry = new SimpleMeterRegistry();
                var metrics = new BusMetrics(registry);
                var together = new CyclicBarrier(2);
                var done = new CountDownLatch(2);
                for (int thread = 0; thread < 2; thread++) {
                    threads.submit(() -> {
                        together.await();
                        metrics.asked(String.class);
                        metrics.answered(String.class, false, 1);
                        done.countDown();
                        return null;
                    });
                }
                assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(registry.get("usher.bus.requests").functionTimer().count())
                        .as("round %d", round)
                        .isEqualTo(2);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
