package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.usher.dynamodb.TestDynamoDb;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The jar exports traces to the address in OpenTelemetry's own variables. */
class OtlpIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PREFIX = TestDynamoDb.newPrefix();

    private final List<String> kinds = Collections.synchronizedList(new ArrayList<>());
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private HttpServer collector;

    @BeforeEach
    void collect() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            bodies.add(HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes()));
            kinds.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    /** What has not been sent yet is sent by the stop in order. */
    @Test
    void sendsItsTracesToACollector() throws Exception {
        var endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
        try (var usher =
                UsherProcess.start(TestDynamoDb.endpoint(), PREFIX, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint))) {
            var request = HttpRequest.newBuilder(URI.create(usher.uri() + "/users/ada"))
                    .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(404);
            assertThat(usher.stop()).isZero();
            assertThat(usher.log()).doesNotContain("\"ERROR\"");
        }
        assertThat(kinds).isNotEmpty().containsOnly("POST /v1/traces application/x-protobuf");
        assertThat(bodies).anyMatch(body -> body.contains(TRACE) && body.contains(hex("GetItem")));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes());
    }
}
