package dev.usher.bus;

import java.util.concurrent.TimeUnit;

/**
 * The moment after which nobody waits for an answer any more, on this process's monotonic clock.
 *
 * @param nanos in terms of {@link System#nanoTime()}; compared by difference only
 */
public record Deadline(long nanos) {
    private static final long ALMOST_A_MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1) - 1;

    public static Deadline inMillis(long millis) {
        return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    public boolean passed() {
        return System.nanoTime() - nanos >= 0;
    }

    /** What is left in whole milliseconds, rounded up: a timer that is set to it never fires early. Never negative. */
    public long remainingMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime() + ALMOST_A_MILLISECOND));
    }
}
