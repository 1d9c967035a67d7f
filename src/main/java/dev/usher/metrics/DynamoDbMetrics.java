package dev.usher.metrics;

import dev.usher.dynamodb.client.CallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Metrics of DynamoDB calls: a histogram for each operation and result, clock skew, unreadable rows. Thread-safe. */
final class DynamoDbMetrics implements CallListener {
    private final MeterRegistry registry;
    private final AtomicLong skewNanos = new AtomicLong();
    private final Counter skewed;
    private final ConcurrentHashMap<Kind, Timer> timers = new ConcurrentHashMap<>();

    private record Kind(String operation, Result result) {}

    DynamoDbMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.skewed = Counter.builder("usher.dynamodb.skewed.responses")
                .description("responses whose date differs from this machine's clock by more than two seconds")
                .register(registry);
        TimeGauge.builder("usher.dynamodb.clock.skew", skewNanos, TimeUnit.NANOSECONDS, AtomicLong::get)
                .description("lead of this machine's clock over DynamoDB's; 0 for a difference of up to two seconds")
                .register(registry);
    }

    @Override
    public void clock(long nanos) {
        skewNanos.set(nanos);
        if (nanos != 0) {
            skewed.increment();
        }
    }

    @Override
    public void ended(String operation, Result result, long nanos) {
        timers.computeIfAbsent(new Kind(operation, result), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void unreadable(String table) {
        Counter.builder("usher.dynamodb.unreadable.rows")
                .description("rows that were skipped because they cannot be read")
                .tag("table", table)
                .register(registry)
                .increment();
    }

    private Timer timer(Kind kind) {
        return HistogramBuckets.timer("usher.dynamodb.calls", "duration of calls to DynamoDB with all their attempts")
                .tags("operation", kind.operation, "outcome", kind.result.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
