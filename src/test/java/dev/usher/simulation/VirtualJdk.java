package dev.usher.simulation;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** What classes of {@link VirtualTimeClassLoader} call in place of the JDK's clocks, random numbers and threads. */
public final class VirtualJdk {
    static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private VirtualJdk() {}

    public static long nanoTime() {
        return VirtualTime.current().now();
    }

    public static long currentTimeMillis() {
        return now().toEpochMilli();
    }

    public static Instant now() {
        var time = VirtualTime.current();
        return EPOCH.plusNanos(time.now()).plusMillis(time.skew());
    }

    public static UUID randomUUID() {
        var random = VirtualTime.current().random();
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** Runs everything at once on the calling thread. */
    public static ExecutorService newFixedThreadPool(int threads, ThreadFactory factory) {
        return new AbstractExecutorService() {
            @Override
            public void execute(Runnable work) {
                work.run();
            }

            @Override
            public void shutdown() {}

            @Override
            public List<Runnable> shutdownNow() {
                return List.of();
            }

            @Override
            public boolean isShutdown() {
                return false;
            }

            @Override
            public boolean isTerminated() {
                return false;
            }

            @Override
            public boolean awaitTermination(long timeout, TimeUnit unit) {
                return false;
            }
        };
    }

    /** In place of {@link java.util.concurrent.ThreadLocalRandom}. */
    public static final class ThreadRandom extends Random {
        private static final long serialVersionUID = 1;

        public static ThreadRandom current() {
            return new ThreadRandom();
        }

        @Override
        protected int next(int bits) {
            return VirtualTime.current().random().nextInt() >>> (Integer.SIZE - bits);
        }
    }
}
