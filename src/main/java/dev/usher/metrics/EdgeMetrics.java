package dev.usher.metrics;

import dev.usher.http.EdgeWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What happens before a request is looked at. Thread-safe. */
final class EdgeMetrics implements EdgeWatch {
    private final MeterRegistry registry;
    private final Counter turnedAway;
    private final AtomicLong expires = new AtomicLong();

    EdgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("usher.tls.certificate.expires", expires, AtomicLong::get)
                .description("the moment until which the certificate is valid, in seconds since 1970; 0 without TLS")
                .baseUnit("seconds")
                .register(registry);
        this.turnedAway = Counter.builder("usher.connections.turned.away")
                .description("connections that were closed because their address has too many")
                .register(registry);
    }

    @Override
    public void turnedAway() {
        turnedAway.increment();
    }

    @Override
    public void certified(Instant until) {
        expires.set(until.getEpochSecond());
        certificates("used").increment();
    }

    @Override
    public void notCertified() {
        certificates("refused").increment();
    }

    private Counter certificates(String outcome) {
        return Counter.builder("usher.tls.certificates")
                .description("certificates that were found in their file, and what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }
}
