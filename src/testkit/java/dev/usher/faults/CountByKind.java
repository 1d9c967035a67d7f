package dev.usher.faults;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Counter for each kind of thing. Thread-safe. */
final class CountByKind {
    private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();

    void count(Enum<?> kind) {
        counts.computeIfAbsent(kind.name().toLowerCase(Locale.ROOT), k -> new AtomicLong())
                .incrementAndGet();
    }

    long of(Enum<?> kind) {
        var count = counts.get(kind.name().toLowerCase(Locale.ROOT));
        return count == null ? 0 : count.get();
    }

    long total() {
        return counts.values().stream().mapToLong(AtomicLong::get).sum();
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
