package dev.usher.http.connection;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Budget of the octets that one event loop keeps for its clients. When they exceed it, the connections that have kept
 * the most octets waiting for the longest are closed, until an eighth of the budget is free. Belongs to one event loop.
 */
public final class OctetBudget {
    private static final int FREED_PART = 8;
    /** Delay before the next search, after one that did not free enough. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long capacity;
    private final ConnectionRegistry registry;
    private final LongSupplier clock;
    private long taken;
    private long searchAgain;

    /** @param clock in the manner of {@link System#nanoTime} */
    OctetBudget(long capacity, ConnectionRegistry registry, LongSupplier clock) {
        this.capacity = capacity;
        this.registry = registry;
        this.clock = clock;
        this.searchAgain = now();
    }

    long now() {
        return clock.getAsLong();
    }

    /** Takes octets. Returns false when there is no room and none can be made. */
    boolean take(long octets) {
        if (taken + octets > capacity && now() - searchAgain >= 0) {
            reclaim(octets);
        }
        boolean fits = taken + octets <= capacity;
        if (fits) {
            give(-octets);
        }
        return fits;
    }

    void give(long octets) {
        taken -= octets;
        registry.listener.octets(-octets);
    }

    private void reclaim(long octets) {
        registry.open.stream()
                .map(connection -> Map.entry(connection, connection.weight()))
                .filter(weighed -> weighed.getValue() > 0)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .takeWhile(heaviest -> taken + octets > capacity - capacity / FREED_PART)
                .forEach(heaviest -> heaviest.getKey().cut(EdgeListener.Cut.MEMORY));
        if (taken + octets > capacity) {
            searchAgain = now() + PAUSE_NANOS;
        }
    }
}
