package dev.usher;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.usher.config.Settings;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.ops.BoundedJsonEncoder;
import dev.usher.tracing.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The trace of one register, from the caller's own span to the transaction. */
class TraceIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + CALLER + "-01";

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Encodes each line on the thread that logs it, as the console does. */
    private void readAccessLog() {
        var encoder = new BoundedJsonEncoder();
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
            }
        };
        appender.start();
        var log = (Logger) LoggerFactory.getLogger("dev.usher.access");
        log.setLevel(Level.INFO);
        log.addAppender(appender);
    }

    @Test
    void goesFromTheCallerToTheTransaction() throws Exception {
        TestDynamoDb.setCredentials();
        readAccessLog();
        var settings = Settings.from(Map.of(
                "USHER_HTTP_PORT", "0",
                "USHER_MANAGEMENT_PORT", "0",
                "USHER_CREATE_TABLES", "true",
                "USHER_REQUEST_TIMEOUT_MS", "60000",
                "USHER_TABLE_PREFIX", TestDynamoDb.newPrefix(),
                "USHER_DYNAMODB_ENDPOINT", TestDynamoDb.endpoint().toString()));
        var server = UsherServer.of(settings, Optional.of(tracing()));
        get(server.start());
        post(server, "/users", "{\"userId\":\"ada\",\"name\":\"Ada\"}");
        post(server, "/events", "{\"eventId\":\"jazz\",\"name\":\"Jazz\",\"capacity\":2}");
        post(server, "/events/jazz/register", "{\"userId\":\"ada\"}", "traceparent", PARENT);
        get(server.stop());

        var request = one(span -> span.getParentSpanId().equals(CALLER));
        assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(request.getName()).startsWith("POST");
        var sent = one(span -> span.getName().equals("send") && under(request, span));
        var received = one(span -> span.getName().equals("send") && under(sent, span));
        var turn = one(span -> span.getName().equals("turn"));
        assertThat(turn.getParentSpanId()).isEqualTo(received.getSpanId());
        assertThat(turn.getLinks())
                .hasSize(1)
                .allMatch(link -> link.getSpanContext().getSpanId().equals(received.getSpanId()));
        var transaction = one(span -> span.getName().equals("TransactWriteItems"));
        assertThat(transaction.getParentSpanId()).isEqualTo(turn.getSpanId());
        assertThat(transaction.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(lines)
                .filteredOn(line -> line.contains("\"operation\":\"register\""))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("\"traceId\":\"" + TRACE + "\""));
    }

    private Tracing tracing() {
        var provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exported))
                .build();
        var sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(provider)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        return new Tracing(sdk, () -> {});
    }

    private static boolean under(SpanData parent, SpanData child) {
        return child.getParentSpanId().equals(parent.getSpanId());
    }

    private SpanData one(Predicate<SpanData> which) {
        List<SpanData> found = exported.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(TRACE))
                .filter(which)
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private void post(UsherServer server, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        var sent = headers.length == 0 ? request : request.headers(headers);
        assertThat(client.send(sent.build(), BodyHandlers.ofString()).statusCode())
                .isLessThan(300);
    }
}
