package dev.usher.registrations.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ContentionTrackerTest {
    private static final long LATENCY = TimeUnit.MILLISECONDS.toNanos(30);
    private static final long MEMORY_MILLIS = 2_500;
    private static final long BEGIN = 100L * ContentionTracker.LEG;

    private final ContentionTracker rivals = new ContentionTracker(MEMORY_MILLIS);
    private long now = 1;

    private void passes(double latencies) {
        now += (long) (latencies * LATENCY);
    }

    private boolean mayGo() {
        return rivals.mayGo(now, LATENCY);
    }

    private void commits(long version) {
        passes(1);
        rivals.committed(version, now);
    }

    private void sees(long version) {
        rivals.seen(version, now);
    }

    /** This process has just committed, and another one was faster with the next version. */
    private void crowded(long own) {
        commits(own);
        sees(own + 1);
        assertThat(rivals.lost(now, LATENCY)).as("once may be an accident").isFalse();
        assertThat(rivals.lost(now, LATENCY)).isTrue();
        rivals.overtaken();
    }

    @Test
    void whoIsAloneNeverWaits() {
        for (long version = BEGIN; version < BEGIN + 4L * ContentionTracker.LEG; version++) {
            commits(version);
            assertThat(mayGo()).as("after version %d", version).isTrue();
        }
    }

    @Test
    void whoComesNowAndThenTriesAgainAtOnce() {
        commits(BEGIN + 1);
        passes(20);
        sees(BEGIN + 2);
        assertThat(rivals.lost(now, LATENCY)).isFalse();
        assertThat(mayGo()).isTrue();
    }

    @Test
    void inTheMiddleOfALegTheOthersWait() {
        crowded(BEGIN + 1);
        sees(BEGIN + 2);
        assertThat(mayGo()).isFalse();
        sees(BEGIN + ContentionTracker.LEG - 1);
        assertThat(mayGo()).isFalse();
        sees(BEGIN + ContentionTracker.LEG);
        assertThat(mayGo()).as("at its end").isTrue();
    }

    @Test
    void whoWonGoesOnToTheEndOfTheLegAndThenRests() {
        crowded(BEGIN + 1);
        for (int n = 1; n < ContentionTracker.LEG; n++) {
            commits(BEGIN + ContentionTracker.LEG + n);
            assertThat(mayGo()).as("after turn %d", n).isTrue();
        }
        commits(BEGIN + 2L * ContentionTracker.LEG);
        assertThat(mayGo()).isFalse();
    }

    @Test
    void whoRestsLeavesTheEventToThoseWhoWaitedLonger() {
        crowded(BEGIN + 1);
        sees(BEGIN + ContentionTracker.LEG);
        sees(BEGIN + 2L * ContentionTracker.LEG);
        assertThat(mayGo()).as("the second leg that passed").isTrue();
        commits(BEGIN + 3L * ContentionTracker.LEG);
        passes(1);
        sees(BEGIN + 4L * ContentionTracker.LEG);
        assertThat(mayGo()).as("the first leg since its own").isFalse();
        passes(1);
        sees(BEGIN + 5L * ContentionTracker.LEG);
        assertThat(mayGo()).as("the second, as the last time").isTrue();
    }

    @Test
    void whoLostTheEndOfALegDoesNotTryItAgain() {
        crowded(BEGIN + 1);
        sees(BEGIN + ContentionTracker.LEG);
        assertThat(mayGo()).isTrue();
        assertThat(rivals.lost(now, LATENCY)).isTrue();
        assertThat(mayGo()).isFalse();
        sees(BEGIN + ContentionTracker.LEG + 1);
        assertThat(mayGo()).isFalse();
    }

    @Test
    void anEventThatStandsStillIsAnybodys() {
        crowded(BEGIN + 1);
        sees(BEGIN + 3);
        passes(1);
        assertThat(mayGo()).isFalse();
        passes(1);
        assertThat(mayGo()).isTrue();
    }

    @Test
    void whoRestsInVainIsSoonAloneAgain() {
        crowded(BEGIN + 1);
        for (int leg = 1; leg <= 2; leg++) {
            commits(BEGIN + (long) leg * ContentionTracker.LEG);
            assertThat(mayGo()).as("rest %d", leg).isFalse();
            passes(3);
            assertThat(mayGo()).as("rest %d is over", leg).isTrue();
        }
        commits(BEGIN + 3L * ContentionTracker.LEG);
        assertThat(mayGo()).isTrue();
    }

    @Test
    void whoHadNoLegForLongTakesWhatItCanGet() {
        crowded(BEGIN + 1);
        for (long version = BEGIN + 3; version < BEGIN + 200; version++) {
            sees(version);
            now += TimeUnit.MILLISECONDS.toNanos(MEMORY_MILLIS) / 190;
        }
        assertThat(mayGo()).isTrue();
        assertThat(rivals.lost(now, LATENCY)).isFalse();
    }

    @Test
    void aLookComesWhenThereMayBeMoreToSee() {
        crowded(BEGIN + 1);
        sees(BEGIN + 2);
        assertThat(rivals.pause(now, LATENCY)).as("in the middle of a leg").isEqualTo(LATENCY);
        sees(BEGIN + ContentionTracker.LEG - 1);
        assertThat(rivals.pause(now, LATENCY)).as("just before its end").isEqualTo(LATENCY / 4);
        sees(BEGIN + ContentionTracker.LEG + 1);
        passes(1);
        assertThat(rivals.pause(now, LATENCY))
                .as("before it stood still for long")
                .isEqualTo(LATENCY / 2);
    }
}
