package dev.usher.metrics;

import dev.usher.dynamodb.CallWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One histogram for each operation of DynamoDB and how its calls ended. Thread-safe. */
final class CallMetrics implements CallWatch {
    private final MeterRegistry registry;
    private final ConcurrentHashMap<Kind, Timer> timers = new ConcurrentHashMap<>();

    private record Kind(String operation, Result result) {}

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(String operation, Result result, long nanos) {
        timers.computeIfAbsent(new Kind(operation, result), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void unreadable(String table) {
        Counter.builder("usher.dynamodb.unreadable.rows")
                .description("rows that were skipped, since something else wrote them")
                .tag("table", table)
                .register(registry)
                .increment();
    }

    private Timer timer(Kind kind) {
        return Buckets.timer("usher.dynamodb.calls", "calls to DynamoDB with all their tries")
                .tags("operation", kind.operation, "outcome", kind.result.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
