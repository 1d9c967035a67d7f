package dev.usher.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Events whose next version was read and is not delivered yet, with its time, and events whose last visit failed.
 * Bounded. Written on one context, read on any thread.
 */
final class DeliveryLag {
    private static final int MAX_EVENTS = 500;

    private final Map<String, Instant> undelivered = new ConcurrentHashMap<>();

    /** A visit failed. It counts as the time of the event's next version, unless that is known. */
    void failed(String eventId) {
        if (undelivered.size() < MAX_EVENTS) {
            undelivered.putIfAbsent(eventId, Instant.now());
        }
    }

    void undelivered(String eventId, Instant at) {
        if (undelivered.size() < MAX_EVENTS || undelivered.containsKey(eventId)) {
            undelivered.put(eventId, at);
        }
    }

    void delivered(String eventId) {
        undelivered.remove(eventId);
    }

    boolean isUndelivered(String eventId) {
        return undelivered.containsKey(eventId);
    }

    Set<String> events() {
        return Set.copyOf(undelivered.keySet());
    }

    /** Returns the age of the oldest of these versions, 0 if there is none. */
    double seconds() {
        var now = Instant.now();
        return undelivered.values().stream()
                .mapToDouble(at -> Math.max(0, Duration.between(at, now).toMillis() / 1_000.0))
                .max()
                .orElse(0);
    }
}
