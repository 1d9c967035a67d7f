package dev.usher.registrations;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many changes of an event may wait: as many as it got done in the last half of the time that a change may wait at
 * all. More would only be answered too late, and then the store works for nobody. An event at which hardly anybody
 * waited until now has shown nothing yet, and takes a burst. Lives on the event's context.
 */
final class QueueBound {
    static final int BURST = 2_000;
    /** What one turn may carry. */
    static final int LEAST = Limits.ACTIONS;

    private static final int HARDLY_ANYBODY = 20;

    private final LongSupplier nanos;
    private final long window;
    private boolean quiet = true;
    private boolean measured;
    private long windowStarted;
    private int lastWindow;
    private int thisWindow;

    /** @param deadlineMillis the longest that a change waits */
    QueueBound(long deadlineMillis) {
        this(deadlineMillis, System::nanoTime);
    }

    QueueBound(long deadlineMillis, LongSupplier nanos) {
        this.window = TimeUnit.MILLISECONDS.toNanos(deadlineMillis) / 2;
        this.nanos = nanos;
    }

    int most() {
        turnOver();
        return measured ? Math.max(LEAST, Math.max(lastWindow, thisWindow)) : BURST;
    }

    /** @param changes that wait where a turn begins */
    void waiting(int changes) {
        quiet |= changes <= HARDLY_ANYBODY;
    }

    /** @param changes that the store has decided */
    void done(int changes) {
        turnOver();
        thisWindow += changes;
    }

    private void turnOver() {
        long now = nanos.getAsLong();
        if (quiet) {
            quiet = false;
            measured = false;
            thisWindow = 0;
            windowStarted = now;
            return;
        }
        long windows = (now - windowStarted) / window;
        if (windows > 0) {
            measured = true;
            lastWindow = windows == 1 ? thisWindow : 0;
            thisWindow = 0;
            windowStarted += windows * window;
        }
    }
}
