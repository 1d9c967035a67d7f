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
    private final Map<String, String> makers = new ConcurrentHashMap<>();

    void strike() {
        count.incrementAndGet();
    }

    /** A turn was committed; one that makes a version which another one has made already has struck. */
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
