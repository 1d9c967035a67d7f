package dev.usher.tracing;

import dev.usher.dynamodb.client.CallListener;
import dev.usher.registrations.report.LedgerListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** OpenTelemetry SDK and the tracers that use it. Thread-safe. Created before the Vert.x instance that it traces. */
public final class Tracing implements AutoCloseable {
    private static final Set<String> SETTINGS =
            Set.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_TRACES_EXPORTER");
    /**
     * Defaults that the environment may override. Metrics go to Prometheus and logs to stdout, so their exporters are
     * off; gRPC is not in the jar.
     */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "usher",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    private static final String NAME = "dev.usher";

    private final OpenTelemetry telemetry;
    private final Tracer tracer;
    private final Runnable close;

    /** @param close sends the remaining spans and closes the SDK; may block */
    public Tracing(OpenTelemetry telemetry, Runnable close) {
        this.telemetry = telemetry;
        this.tracer = telemetry.getTracer(NAME);
        this.close = close;
    }

    /** Configured by OpenTelemetry's environment variables; empty unless one sets an endpoint or an exporter. */
    public static Optional<Tracing> from(Map<String, String> environment) {
        boolean wanted = SETTINGS.stream()
                .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
        if (!wanted) {
            return Optional.empty();
        }
        var sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> DEFAULTS)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        return Optional.of(new Tracing(sdk, sdk::close));
    }

    /** Returns the id of the trace that the calling thread works for, or null. */
    public static String currentId() {
        var span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : null;
    }

    /** Traces requests and the bus. */
    public VertxTracerFactory vertx() {
        var factory = new OpenTelemetryTracingFactory(telemetry);
        return options -> new QueryRedactingTracer<>(factory.tracer(options));
    }

    /** @param listener listener that the result delegates to */
    public LedgerListener turns(LedgerListener listener) {
        return new TurnSpans(tracer, listener);
    }

    /** @param listener listener that the result delegates to */
    public CallListener calls(CallListener listener) {
        return new CallSpans(tracer, listener);
    }

    @Override
    public void close() {
        close.run();
    }
}
