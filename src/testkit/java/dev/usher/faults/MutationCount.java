package dev.usher.faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts how often a broken ledger did something wrong. Only decides when a rig may stop; the checker does not use it.
 * Thread-safe.
 */
final class MutationCount {
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, String> makers = new ConcurrentHashMap<>();

    void strike() {
        count.incrementAndGet();
    }

    /** Records a committed turn; counts it if another turn has made the same version. */
    void committed(String event, long version, String token) {
        var maker = makers.putIfAbsent(event + " " + version, token);
        if (maker != null && !maker.equals(token)) {
            strike();
        }
    }

    int count() {
        return count.get();
    }
}
