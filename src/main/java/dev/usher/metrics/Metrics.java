package dev.usher.metrics;

import dev.usher.bus.BusWatch;
import dev.usher.dynamodb.CallWatch;
import dev.usher.http.EdgeWatch;
import dev.usher.http.RequestWatch;
import dev.usher.registrations.LedgerWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.IntSupplier;

/** All metrics of one server, and those who are told what to count. Thread-safe. */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HotEvents hot = new HotEvents(registry);
    private final EdgeMetrics edge = new EdgeMetrics(registry);
    private final RequestMetrics requests = new RequestMetrics(registry);
    private final BusMetrics bus = new BusMetrics(registry);
    private final CallMetrics calls = new CallMetrics(registry);
    private final LedgerMetrics ledger = new LedgerMetrics(registry, hot);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    public Metrics() {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    public EdgeWatch edge() {
        return edge;
    }

    public RequestWatch requests() {
        return requests;
    }

    public BusWatch bus() {
        return bus;
    }

    public CallWatch calls() {
        return calls;
    }

    public LedgerWatch ledger() {
        return ledger;
    }

    /** @param changes how many changes wait for an answer now */
    public void watchQueue(IntSupplier changes) {
        Gauge.builder("usher.ledger.pending", changes, IntSupplier::getAsInt)
                .description("changes that wait for an answer, of all events")
                .strongReference(true)
                .register(registry);
    }

    /** Everything as it stands, as text for Prometheus. Takes milliseconds: not for an event loop. */
    public synchronized String scrape() {
        hot.show();
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
