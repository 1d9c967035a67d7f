package dev.usher.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Several replicas over one badly behaved DynamoDB: I1 to I11, and purges, in many random schedules.
 *
 * <p>{@code -Dschedules=20000} runs that many; {@code -Dseed=42} begins with that one, which is how a failure is
 * repeated.
 */
class SimulationTest {
    /** So many schedules contain every fault. */
    private static final int MANY = 150;

    @Test
    void noScheduleBreaksAnInvariant() throws Exception {
        run(Schedule.class, "half visible", "request late", "node lost", "store restarted");
    }

    @Test
    void noPurgeDeletesAnEventWithAHistory() throws Exception {
        run(PurgeSchedule.class, "half visible", "request late", "purged", "registered");
    }

    /** @param expected what must happen in some of many schedules */
    private static void run(Class<? extends LongFunction<Map<String, Integer>>> kind, String... expected)
            throws Exception {
        long first = Long.getLong("seed", System.nanoTime() >>> 16);
        int schedules = Integer.getInteger("schedules", MANY);
        LongFunction<Map<String, Integer>> schedule = VirtualTimeClassLoader.load(kind);
        var failure = new AtomicReference<Throwable>();
        Map<String, Integer> counts = new TreeMap<>();
        LongStream.range(first, first + schedules).parallel().forEach(seed -> {
            if (failure.get() == null) {
                try {
                    var happened = schedule.apply(seed);
                    synchronized (counts) {
                        happened.forEach((what, n) -> counts.merge(what, n, Integer::sum));
                    }
                } catch (AssertionError e) {
                    failure.compareAndSet(null, e);
                }
            }
        });
        System.out.println(kind.getSimpleName() + ": first seed " + first + ", schedules " + schedules + ", " + counts);
        if (failure.get() != null) {
            throw new AssertionError(failure.get().getMessage(), failure.get());
        }
        if (schedules >= MANY) {
            assertThat(counts.keySet()).contains(expected);
        }
    }
}
