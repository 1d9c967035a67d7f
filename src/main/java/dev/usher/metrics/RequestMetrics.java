package dev.usher.metrics;

import dev.usher.http.response.RequestListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Metrics of HTTP requests: a histogram for each operation, status and outcome. Thread-safe. */
final class RequestMetrics implements RequestListener {
    private final MeterRegistry registry;
    private final ConcurrentHashMap<Kind, Timer> timers = new ConcurrentHashMap<>();

    private final LongAdder streams = new LongAdder();

    private record Kind(String operation, int status, String outcome) {}

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("usher.http.sse.connections", streams, LongAdder::sum)
                .description("open live streams, and pages that wait for a version")
                .register(registry);
    }

    @Override
    public void answered(String operation, int status, String outcome, long nanos) {
        var kind = new Kind(operation, status, outcome);
        var timer = timers.get(kind);
        (timer == null ? timers.computeIfAbsent(kind, this::timer) : timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void streams(int more) {
        streams.add(more);
    }

    private Timer timer(Kind kind) {
        return HistogramBuckets.timer(
                        "usher.http.requests",
                        "time from a request's arrival to the end of its response or the start of its stream")
                .tags("operation", kind.operation, "status", Integer.toString(kind.status), "outcome", kind.outcome)
                .register(registry);
    }
}
