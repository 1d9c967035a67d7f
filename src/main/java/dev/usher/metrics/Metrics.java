package dev.usher.metrics;

import dev.usher.bus.BusListener;
import dev.usher.dynamodb.client.CallListener;
import dev.usher.http.connection.EdgeListener;
import dev.usher.http.response.RequestListener;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.webhook.WebhookListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/** Metrics registry of one server, and the listeners that record into it. Thread-safe. */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HotEvents hot = new HotEvents(registry);
    private final EdgeMetrics edge = new EdgeMetrics(registry);
    private final RequestMetrics requests = new RequestMetrics(registry);
    private final BusMetrics bus = new BusMetrics(registry);
    private final DynamoDbMetrics calls = new DynamoDbMetrics(registry);
    private final LedgerMetrics ledger = new LedgerMetrics(registry, hot);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** @param version version of this build */
    public Metrics(String version) {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Gauge.builder("usher.build.info", () -> 1)
                .description("version of this build, always 1")
                .tag("version", version)
                .register(registry);
    }

    public EdgeListener edge() {
        return edge;
    }

    public RequestListener requests() {
        return requests;
    }

    public BusListener bus() {
        return bus;
    }

    public CallListener calls() {
        return calls;
    }

    public LedgerListener ledger() {
        return ledger;
    }

    /** Registers the metrics of the webhook; called once, if there is one. */
    public WebhookListener webhook() {
        return new WebhookMetrics(registry);
    }

    /** @param changes returns the current number of pending changes */
    public void watchQueue(IntSupplier changes) {
        Gauge.builder("usher.ledger.pending", changes, IntSupplier::getAsInt)
                .description("pending changes of all events")
                .strongReference(true)
                .register(registry);
    }

    /** Returns all current values in the Prometheus text format. Takes milliseconds: do not call on an event loop. */
    public synchronized String scrape() {
        hot.show();
        return registry.scrape();
    }

    /** Returns one counter for each constant of an enum, with the constant's name as a tag. */
    static <E extends Enum<E>> Map<E, Counter> counters(
            MeterRegistry registry, Class<E> type, String tag, String name, String description) {
        var counters = new EnumMap<E, Counter>(type);
        for (var constant : type.getEnumConstants()) {
            var counter = Counter.builder(name).description(description);
            counters.put(
                    constant,
                    counter.tag(tag, constant.name().toLowerCase(Locale.ROOT)).register(registry));
        }
        return counters;
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
