package dev.usher.metrics;

import dev.usher.http.tls.EdgeListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What happens before a request is looked at. Thread-safe. */
final class EdgeMetrics implements EdgeListener {
    private final MeterRegistry registry;
    private final Counter turnedAway;
    private final Map<Cut, Counter> cut = new EnumMap<>(Cut.class);
    private final LongAdder octets = new LongAdder();
    private final AtomicLong expires = new AtomicLong();

    EdgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("usher.tls.certificate.expires", expires, AtomicLong::get)
                .description("the moment until which the certificate is valid, in seconds since 1970; 0 without TLS")
                .baseUnit("seconds")
                .register(registry);
        this.turnedAway = Counter.builder("usher.connections.turned.away")
                .description("connections that were closed because their address, or all together, have too many")
                .register(registry);
        Gauge.builder("usher.http.octets", octets, LongAdder::sum)
                .description("octets kept for requests under way and for responses that are not read")
                .register(registry);
        for (var cause : Cut.values()) {
            cut.put(
                    cause,
                    Counter.builder("usher.connections.cut")
                            .description("open connections that were closed because of their clients")
                            .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
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
