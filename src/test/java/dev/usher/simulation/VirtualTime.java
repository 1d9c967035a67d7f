package dev.usher.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Clock, timers and randomness of one schedule. Tasks run one after the other on the thread that calls {@link #run};
 * each has a moment of its own, at least a nanosecond after the task before it. A task has the clock of the node that
 * scheduled it.
 */
final class VirtualTime {
    private static final ThreadLocal<VirtualTime> CURRENT = new ThreadLocal<>();

    private record Task(long at, long order, long skew, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private final Random random;
    private long now;
    private long order;
    private long skew;

    /**
     * Becomes the current one of this thread. Neighbouring seeds must not begin alike, as they do in {@link Random}.
     */
    VirtualTime(long seed) {
        random = new Random(new SplittableRandom(seed).nextLong());
        CURRENT.set(this);
    }

    static VirtualTime current() {
        return CURRENT.get();
    }

    /** Nanoseconds since the schedule began. */
    long now() {
        return now;
    }

    /** By how many milliseconds the clock of the node that runs now is ahead. */
    long skew() {
        return skew;
    }

    /** Runs work, and what it schedules, on a node whose clock is ahead by some milliseconds. */
    <T> T skewed(long millis, Supplier<T> work) {
        long before = skew;
        skew = millis;
        try {
            return work.get();
        } finally {
            skew = before;
        }
    }

    Random random() {
        return random;
    }

    void after(long millis, Runnable work) {
        after(millis, TimeUnit.MILLISECONDS, work);
    }

    void after(long delay, TimeUnit unit, Runnable work) {
        tasks.add(new Task(now + unit.toNanos(delay), order++, skew, work));
    }

    /**
     * Runs tasks until the condition is true or the given time has passed.
     *
     * @return whether the condition is true
     */
    boolean run(long millis, BooleanSupplier condition) {
        long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!condition.getAsBoolean()) {
            if (tasks.isEmpty() || tasks.peek().at() > end) {
                now = Math.max(now, end);
                return false;
            }
            var task = tasks.poll();
            now = Math.max(task.at(), now + 1);
            skew = task.skew();
            task.work().run();
            skew = 0;
        }
        return true;
    }
}
