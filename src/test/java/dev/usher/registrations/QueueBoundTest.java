package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QueueBoundTest {
    private static final long DEADLINE_MILLIS = 5_000;
    private static final int MANY = 500;

    private final AtomicLong now = new AtomicLong();
    private final QueueBound bound = new QueueBound(DEADLINE_MILLIS, now::get);

    @Test
    void anEventThatHasShownNothingYetTakesABurst() {
        assertThat(bound.most()).isEqualTo(QueueBound.BURST);
        turnsFor(2_400, 100, 30);
        assertThat(bound.most()).isEqualTo(QueueBound.BURST);
    }

    @Test
    void anEventUnderPressureTakesWhatItGetsDoneInHalfTheDeadline() {
        turnsFor(10_000, 100, 30);
        assertThat(bound.most()).isBetween(740, 780);
        turnsFor(10_000, 100, 80);
        assertThat(bound.most()).isBetween(1_990, 2_080);
    }

    @Test
    void aStoreThatDoesNothingLeavesRoomForATurn() {
        turnsFor(10_000, 100, 30);
        pass(6_000);
        assertThat(bound.most()).isEqualTo(QueueBound.LEAST);
    }

    @Test
    void anEventThatHasCaughtUpTakesABurstAgain() {
        turnsFor(10_000, 100, 30);
        bound.waiting(3);
        assertThat(bound.most()).isEqualTo(QueueBound.BURST);
    }

    private void turnsFor(long millis, long turnMillis, int changes) {
        for (long passed = 0; passed < millis; passed += turnMillis) {
            bound.waiting(MANY);
            bound.most();
            pass(turnMillis);
            bound.done(changes);
        }
    }

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
