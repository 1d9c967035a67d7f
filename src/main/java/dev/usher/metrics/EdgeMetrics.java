package dev.usher.metrics;

import dev.usher.http.connection.EdgeListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Metrics of connections, buffers and certificates. Thread-safe. */
final class EdgeMetrics implements EdgeListener {
    private final MeterRegistry registry;
    private final Counter rejected;
    private final Map<Cut, Counter> cut;
    private final LongAdder octets = new LongAdder();
    private final AtomicLong expires = new AtomicLong();

    EdgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("usher.tls.certificate.expires", expires, AtomicLong::get)
                .description("end of the certificate's validity, in seconds since 1970; 0 without TLS")
                .baseUnit("seconds")
                .register(registry);
        this.rejected = Counter.builder("usher.http.connections.rejected")
                .description("connections rejected by the limit per address or the limit in total")
                .register(registry);
        Gauge.builder("usher.http.octets", octets, LongAdder::sum)
                .description("octets buffered for requests in progress and for unread responses")
                .register(registry);
        this.cut = Metrics.counters(
                registry,
                Cut.class,
                "cause",
                "usher.connections.cut",
                "open connections that were closed because of client behaviour");
    }

    @Override
    public void cut(Cut cause) {
        cut.get(cause).increment();
    }

    @Override
    public void octets(long more) {
        octets.add(more);
    }

    @Override
    public void connectionRejected() {
        rejected.increment();
    }

    @Override
    public void certificateLoaded(Instant until) {
        expires.set(until.getEpochSecond());
        certificates("success").increment();
    }

    @Override
    public void certificateRejected() {
        certificates("failure").increment();
    }

    private Counter certificates(String outcome) {
        return Counter.builder("usher.tls.certificate.reloads")
                .description("certificates read from the file, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }
}
