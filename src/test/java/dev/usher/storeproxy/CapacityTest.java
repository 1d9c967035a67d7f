package dev.usher.storeproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final Throttling LIMIT = new Throttling(1000, 20, Throttling.Form.REASON);
    private static final Write HOT = new Write("hot-1", "hot", 2);

    private final AtomicLong clock = new AtomicLong();
    private final Capacity capacity = new Capacity(clock::get);

    @Test
    void aPartitionTakesItsUnitsAndNoMore() {
        int admitted = 0;
        for (int millis = 0; millis < 10_000; millis++) {
            clock.set(TimeUnit.MILLISECONDS.toNanos(millis));
            for (int asker = 0; asker < 5; asker++) {
                admitted += capacity.admit(List.of(HOT), LIMIT).isEmpty() ? 1 : 0;
            }
        }
        assertThat(admitted).isBetween(5_000, 5_020);
    }

    @Test
    void aLargeTransactionPassesAndItsDebtHoldsTheRate() {
        List<Write> large = Collections.nCopies(99, HOT);
        int admitted = 0;
        for (int millis = 0; millis < 10_000; millis++) {
            clock.set(TimeUnit.MILLISECONDS.toNanos(millis));
            admitted += capacity.admit(large, LIMIT).isEmpty() ? large.size() : 0;
        }
        assertThat(admitted).isBetween(4_900, 5_110);
    }

    @Test
    void onePartitionDoesNotSlowAnother() {
        Write other = new Write("cold-1", "cold", 2);
        capacity.admit(Collections.nCopies(99, HOT), LIMIT);

        assertThat(capacity.admit(List.of(HOT, other), LIMIT)).containsExactly("hot");
        assertThat(capacity.admit(List.of(other), LIMIT)).isEmpty();
    }
}
