package dev.usher.storeproxy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Token buckets for the writes of each partition. A request passes while the buckets of all its partitions are not
 * empty, and may take more than they contain: the debt delays later requests, so that large transactions pass too and
 * the rate is exact over time. A throttled request is not charged.
 *
 * <p>Runs on the proxy's event loop. Reads no clock but the given one.
 */
final class Capacity {
    private static final int PARTITIONS_BEFORE_CLEANING = 20_000;

    private final Map<String, Bucket> buckets = new HashMap<>();
    private final LongSupplier nanos;

    /** Units of a partition at a moment. */
    private record Bucket(double units, long at) {
        Bucket filled(long now, Throttling throttling) {
            double earned = (double) (now - at) / TimeUnit.SECONDS.toNanos(1) * throttling.unitsPerSecond();
            return new Bucket(Math.min(throttling.burst(), units + earned), now);
        }
    }

    Capacity(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @return the throttling partitions; empty when the writes were admitted and charged */
    Set<String> admit(List<Write> writes, Throttling throttling) {
        long now = nanos.getAsLong();
        clean(now, throttling);
        Set<String> refusing = new HashSet<>();
        for (Write write : writes) {
            Bucket bucket = buckets.computeIfAbsent(write.partition(), p -> new Bucket(throttling.burst(), now));
            if (bucket.filled(now, throttling).units() <= 0) {
                refusing.add(write.partition());
            }
        }
        if (refusing.isEmpty()) {
            for (Write write : writes) {
                Bucket bucket = buckets.get(write.partition()).filled(now, throttling);
                buckets.put(write.partition(), new Bucket(bucket.units() - write.units(), now));
            }
        }
        return refusing;
    }

    private void clean(long now, Throttling throttling) {
        if (buckets.size() > PARTITIONS_BEFORE_CLEANING) {
            buckets.values().removeIf(bucket -> bucket.filled(now, throttling).units() >= throttling.burst());
        }
    }
}
