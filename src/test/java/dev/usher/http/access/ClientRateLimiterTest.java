package dev.usher.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientRateLimiterTest {
    private static final int CLIENTS = 1_000_000;
    private static final long MAX_MEGABYTES = 24;
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void givesTwoSecondsAtOnceAndThenTheRate() {
        var allowances = new ClientRateLimiter(1, nanos::get);
        assertThat(allowances.take("ada").left()).isEqualTo(1);
        assertThat(allowances.take("ada").allowed()).isTrue();
        var refused = allowances.take("ada");
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.left()).isZero();
        assertThat(refused.nanosToOne()).isEqualTo(SECOND);
        assertThat(refused.nanosToFull()).isEqualTo(2 * SECOND);
        assertThat(allowances.take("bob").allowed()).isTrue();
        nanos.addAndGet(SECOND - 1);
        assertThat(allowances.take("ada").nanosToOne()).isEqualTo(1);
        nanos.addAndGet(1);
        assertThat(allowances.take("ada").allowed()).isTrue();
        assertThat(allowances.take("ada").allowed()).isFalse();
    }

    @Test
    void whatIsGivenBackCountsAgainAndNoMoreThanThat() {
        var allowances = new ClientRateLimiter(1, nanos::get);
        allowances.take("ada");
        allowances.giveBack("ada");
        allowances.giveBack("ada");
        assertThat(allowances.take("ada").left()).isEqualTo(1);
    }

    @Test
    void aChargeLeavesADebtOfTenSecondsAtMost() {
        var allowances = new ClientRateLimiter(10, nanos::get);
        allowances.charge("ada", 19);
        assertThat(allowances.take("ada").allowed()).isTrue();
        allowances.charge("ada", 1_000);
        assertThat(allowances.take("ada").nanosToOne()).isEqualTo(10 * SECOND + SECOND / 10);
        assertThat(allowances.take("bob").allowed()).isTrue();
    }

    @Test
    void batchTakesItsSize() {
        var allowances = new ClientRateLimiter(5, nanos::get);
        assertThat(batch(allowances, 6).left()).isEqualTo(4);
        var refused = batch(allowances, 5);
        assertThat(refused.allowed()).isFalse();
        nanos.addAndGet(refused.nanosToOne() - 1);
        assertThat(batch(allowances, 5).allowed()).isFalse();
        assertThat(batch(new ClientRateLimiter(5, nanos::get), 10).left()).isZero();
    }

    @Test
    void refusedBatchIsAllowedAfterItsWait() {
        var allowances = new ClientRateLimiter(5, nanos::get);
        batch(allowances, 6);
        nanos.addAndGet(batch(allowances, 5).nanosToOne());
        assertThat(batch(allowances, 5).allowed()).isTrue();
        assertThat(allowances.take("ada").allowed()).isFalse();
    }

    /** Otherwise a client could never register as many users as the contract allows at once. */
    @Test
    void batchOfMoreThanAnAllowanceNeedsAFullOneAndLeavesADebt() {
        var allowances = new ClientRateLimiter(5, nanos::get);
        allowances.take("ada");
        var refused = batch(allowances, 100);
        assertThat(refused.allowed()).isFalse();
        nanos.addAndGet(refused.nanosToOne());
        assertThat(batch(allowances, 100).allowed()).isTrue();
        assertThat(allowances.take("ada").nanosToOne()).isEqualTo(18 * SECOND + SECOND / 5);
        assertThat(batch(allowances, 2).allowed()).isFalse();
    }

    private static ClientRateLimiter.Taken batch(ClientRateLimiter allowances, int size) {
        var first = allowances.take("ada");
        return first.allowed() ? allowances.takeRest("ada", size - 1) : first;
    }

    @Test
    void whoIsRefusedNoMoreOftenThanItMayBeServedIsReadOn() {
        var allowances = new ClientRateLimiter(1, nanos::get);
        assertThat(allowances.refuse("ada")).isZero();
        assertThat(allowances.refuse("ada")).isZero();
        assertThat(allowances.refuse("ada")).isEqualTo(SECOND);
        assertThat(allowances.refuse("ada")).isEqualTo(2 * SECOND);
        assertThat(allowances.refuse("bob")).isZero();
    }

    @Test
    void nobodyIsHeldForLongerThanTenSeconds() {
        var allowances = new ClientRateLimiter(1, nanos::get);
        for (int i = 0; i < 1_000; i++) {
            assertThat(allowances.refuse("ada")).isLessThanOrEqualTo(10 * SECOND);
        }
        assertThat(allowances.refuse("ada")).isEqualTo(10 * SECOND);
    }

    @Test
    void manyThreadsGetNoMoreThanThereIs() {
        var allowances = new ClientRateLimiter(500, nanos::get);
        var taken = new AtomicInteger();
        IntStream.range(0, 200_000).parallel().forEach(i -> {
            if (allowances.take("ada").allowed()) {
                taken.incrementAndGet();
            }
        });
        assertThat(taken).hasValue(1_000);
    }

    /**
     * A stranger may have as many addresses as a million: that costs nobody the memory, and the busy keep their place.
     */
    @Test
    void aMillionClientsAreForgottenAgain() {
        var allowances = new ClientRateLimiter(1, nanos::get);
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
        assertThat(allowances.size()).isLessThanOrEqualTo(ClientRateLimiter.MAX_CLIENTS);
        assertThat(allowances.take("abuser").allowed()).isFalse();
        assertThat(heap() - before).isLessThan(MAX_MEGABYTES);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }
}
