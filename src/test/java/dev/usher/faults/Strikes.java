package dev.usher.faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often a broken ledger has done what it must not. It only tells when a rig has seen enough of it: the checker
 * knows nothing of it. Thread-safe.
 */
final class Strikes {
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Long> versions = new ConcurrentHashMap<>();

    void strike() {
        count.incrementAndGet();
    }

    /** A turn was committed; one that does not make a new version has struck. */
    void committed(String event, long version) {
        versions.merge(event, version, (highest, again) -> {
            if (again <= highest) {
                strike();
            }
            return Math.max(highest, again);
        });
    }

    int count() {
        return count.get();
    }
}
