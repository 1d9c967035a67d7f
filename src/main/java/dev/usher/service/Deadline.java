package dev.usher.service;

import java.util.concurrent.TimeUnit;

/** Deadline of a request, on this process's monotonic clock. Passes early if the caller disconnects. Thread-safe. */
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

    /** Ends the deadline at once: the caller has disconnected. Called on any thread. */
    public void callerIsGone() {
        alone = true;
    }

    public boolean passed() {
        return alone || System.nanoTime() - nanos >= 0;
    }

    /** Returns the remaining whole milliseconds, rounded up: a timer set to them never fires early. Never negative. */
    public long remainingMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime() + ALMOST_A_MILLISECOND));
    }
}
