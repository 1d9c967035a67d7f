package dev.usher.metrics;

import dev.usher.bus.BusWatch;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What each kind of request on the bus adds up to: adders alone, since every request passes here. Thread-safe. */
final class BusMetrics implements BusWatch {
    private final ClassValue<Sums> sums;

    BusMetrics(MeterRegistry registry) {
        var once = new ConcurrentHashMap<Class<?>, Sums>();
        sums = new ClassValue<>() {
            /** May be called on two threads at once, of which one is in vain: both must get what is registered. */
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
                    .description("requests over the event bus that were answered, and how long that took")
                    .tag("request", request)
                    .register(registry);
            FunctionCounter.builder("usher.bus.failures", this, s -> s.failed.sum())
                    .description("requests over the event bus whose answer is what nobody foresaw")
                    .tag("request", request)
                    .register(registry);
            Gauge.builder("usher.bus.in.flight", this, s -> s.asked.sum() - s.answered.sum())
                    .description("requests over the event bus that wait for an answer")
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
