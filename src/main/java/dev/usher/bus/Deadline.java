package dev.usher.bus;

import java.util.concurrent.TimeUnit;

/**
 * The moment after which nobody waits for an answer any more, on this process's monotonic clock: the time that the
 * caller was given is over, or the caller is gone before. May be asked from any thread.
 */
public final class Deadline {
    private static final long ALMOST_A_MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1) - 1;

    private final long nanos;
    private volatile boolean alone;

    /** @param nanos in terms of {@link System#nanoTime()}; compared by difference only */
    public Deadline(long nanos) {
        this.nanos = nanos;
    }

    public static Deadline inMillis(long millis) {
        return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** The caller is gone. From any thread. */
    public void callerIsGone() {
        alone = true;
    }

    public boolean passed() {
        return alone || System.nanoTime() - nanos >= 0;
    }

    /** What is left in whole milliseconds, rounded up: a timer that is set to it never fires early. Never negative. */
    public long remainingMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime() + ALMOST_A_MILLISECOND));
    }
}
