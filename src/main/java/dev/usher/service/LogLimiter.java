package dev.usher.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Permits one log message per key and minute, of at most fifty keys. Thread-safe. */
public final class LogLimiter {
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Some keys come from elsewhere, and each of them may be new. */
    private static final int MAX_KEYS = 50;

    private final LongSupplier nanos;
    private final Map<String, Long> logged = new ConcurrentHashMap<>();

    public LogLimiter() {
        this(System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    LogLimiter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    public boolean permits(String key) {
        long now = nanos.getAsLong();
        if (logged.size() >= MAX_KEYS && !logged.containsKey(key)) {
            logged.values().removeIf(then -> now - then >= INTERVAL_NANOS);
            if (logged.size() >= MAX_KEYS) {
                return false;
            }
        }
        var before = logged.putIfAbsent(key, now);
        return before == null || now - before >= INTERVAL_NANOS && logged.replace(key, before, now);
    }
}
