package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllowancesTest {
    private static final int CLIENTS = 1_000_000;
    private static final long MOST_MEGABYTES = 24;

    @Test
    void givesTwoSecondsAtOnceAndThenTheRate() {
        var allowances = new Allowances(1);
        assertThat(allowances.take("ada").left()).isEqualTo(1);
        assertThat(allowances.take("ada").allowed()).isTrue();
        var refused = allowances.take("ada");
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.left()).isZero();
        assertThat(refused.nanosToOne()).isBetween(1L, 1_000_000_000L);
        assertThat(refused.nanosToFull()).isBetween(1_000_000_000L, 2_000_000_000L);
        assertThat(allowances.take("bob").allowed()).isTrue();
    }

    @Test
    void whatIsGivenBackCountsAgainAndNoMoreThanThat() {
        var allowances = new Allowances(1);
        allowances.take("ada");
        allowances.giveBack("ada");
        allowances.giveBack("ada");
        assertThat(allowances.take("ada").left()).isEqualTo(1);
    }

    @Test
    void aChargeLeavesADebtOfTenSecondsAtMost() {
        var allowances = new Allowances(10);
        allowances.charge("ada", 19);
        assertThat(allowances.take("ada").allowed()).isTrue();
        allowances.charge("ada", 1_000);
        assertThat(allowances.take("ada").nanosToOne()).isBetween(9_000_000_000L, 10_100_000_000L);
        assertThat(allowances.take("bob").allowed()).isTrue();
    }

    @Test
    void whoIsRefusedNoMoreOftenThanItMayBeServedIsReadOn() {
        var allowances = new Allowances(1);
        assertThat(allowances.refuse("ada")).isZero();
        assertThat(allowances.refuse("ada")).isZero();
        assertThat(allowances.refuse("ada")).isBetween(1L, 1_000_000_000L);
        assertThat(allowances.refuse("ada")).isBetween(1_000_000_001L, 2_000_000_000L);
        assertThat(allowances.refuse("bob")).isZero();
    }

    @Test
    void nobodyIsHeldForLongerThanTenSeconds() {
        var allowances = new Allowances(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(allowances.refuse("ada")).isLessThanOrEqualTo(10_000_000_000L);
        }
        assertThat(allowances.refuse("ada")).isGreaterThan(9_000_000_000L);
    }

    @Test
    void manyThreadsGetNoMoreThanThereIs() {
        var allowances = new Allowances(500);
        var taken = new AtomicInteger();
        long begun = System.nanoTime();
        IntStream.range(0, 200_000).parallel().forEach(i -> {
            if (allowances.take("ada").allowed()) {
                taken.incrementAndGet();
            }
        });
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(taken.get()).isBetween(1_000, 1_000 + (int) (500 * seconds) + 1);
    }

    /**
     * A stranger may have as many addresses as a million: that costs nobody the memory, and the busy keep their place.
     */
    @Test
    void aMillionClientsAreForgottenAgain() {
        var allowances = new Allowances(1);
        long before = heap();
        for (int i = 0; i < CLIENTS; i++) {
            allowances.take("client " + i);
            allowances.refuse("client " + i);
            if (i % 50 == 0) {
                allowances.take("abuser");
                allowances.refuse("abuser");
            }
        }
        assertThat(allowances.refuse("abuser")).isPositive();
        assertThat(allowances.size()).isLessThanOrEqualTo(Allowances.MAX_CLIENTS);
        assertThat(allowances.take("abuser").allowed()).isFalse();
        assertThat(heap() - before).isLessThan(MOST_MEGABYTES);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }
}
