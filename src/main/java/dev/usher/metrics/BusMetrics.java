package dev.usher.metrics;

import dev.usher.bus.BusListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts and durations of bus requests by type. Uses adders only, as every request is counted. Thread-safe. */
final class BusMetrics implements BusListener {
    private final ClassValue<Sums> sums;

    BusMetrics(MeterRegistry registry) {
        var once = new ConcurrentHashMap<Class<?>, Sums>();
        sums = new ClassValue<>() {
            /** May run on two threads at once, and one result is discarded: both must get the registered instance. */
            @Override
            protected Sums computeValue(Class<?> request) {
                return once.computeIfAbsent(request, kind -> new Sums().register(registry, kind.getSimpleName()));
            }
        };
    }

    private static final class Sums {
        private final LongAdder asked = new LongAdder();
        private final LongAdder answered = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        private Sums register(MeterRegistry registry, String request) {
            FunctionTimer.builder(
                            "usher.bus.requests", this, s -> s.answered.sum(), s -> s.nanos.sum(), TimeUnit.NANOSECONDS)
                    .description("answered requests over the event bus, and their duration")
                    .tag("request", request)
                    .register(registry);
            FunctionCounter.builder("usher.bus.failures", this, s -> s.failed.sum())
                    .description("requests over the event bus that failed with an unexpected error")
                    .tag("request", request)
                    .register(registry);
            Gauge.builder("usher.bus.in.flight", this, s -> s.asked.sum() - s.answered.sum())
                    .description("unanswered requests over the event bus")
                    .tag("request", request)
                    .strongReference(true)
                    .register(registry);
            return this;
        }
    }

    @Override
    public void asked(Class<?> request) {
        sums.get(request).asked.increment();
    }

    @Override
    public void answered(Class<?> request, boolean failed, long nanos) {
        var sum = sums.get(request);
        sum.answered.increment();
        sum.nanos.add(nanos);
        if (failed) {
            sum.failed.increment();
        }
    }
}
