package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.IssuerStub;
import dev.usher.tls.AnyCertificate;
import dev.usher.tls.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The output of a run of the jar, with the most verbose logs, contains no secret. Its traces go to the address in
 * OpenTelemetry's own variables.
 */
class NothingLeaksIT {
    private static final String PERSON = "Zebulon Quatermain";
    private static final String EVENT = "Vernissage Xylophon";
    private static final String HOOK_SECRET = "dGhlIHdlYmhvb2sncyBzZWNyZXQsIG5vdCBvdXJz";
    private static final String HOOK_QUERY = "key=Yk3vQpL9";
    private static final String SECRET = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYSECRETKEY";

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final Queue<String> spans = new ConcurrentLinkedQueue<>();
    private final Queue<String> hexadecimal = new ConcurrentLinkedQueue<>();
    private final Queue<String> kinds = new ConcurrentLinkedQueue<>();
    private final AtomicInteger hooks = new AtomicInteger();
    private final List<String> problems = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().sslContext(AnyCertificate.context()).build();

    @TempDir
    private Path folder;

    private IssuerStub issuer;
    private String token;

    @BeforeEach
    void signIn() throws IOException {
        issuer = IssuerStub.start();
        token = issuer.sign(issuer.claims("z1")
                .claim("scope", "usher:events usher:admin")
                .claim("name", PERSON)
                .build());
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void noNameNoTokenAndNoKeyIsInLogsMetricsTracesOrProblems() throws Exception {
        var pair = TestCertificate.in(folder, "usher");
        var collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            spans.add(new String(body, StandardCharsets.UTF_8));
            hexadecimal.add(HexFormat.of().formatHex(body));
            kinds.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.createContext("/hook", exchange -> {
            hooks.incrementAndGet();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        collector.start();
        var listener = "http://127.0.0.1:" + collector.getAddress().getPort();
        var settings = new HashMap<>(Map.of(
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "USHER_TLS_CERTIFICATE",
                pair.certificate().toString(),
                "USHER_TLS_KEY",
                pair.key().toString(),
                "USHER_RATE_LIMIT",
                "20",
                "USHER_LOG_LEVELS",
                "dev.usher=TRACE,dev.usher.access=TRACE",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                listener));
        settings.put("USHER_WEBHOOK_URL", listener + "/hook?" + HOOK_QUERY);
        settings.put("USHER_WEBHOOK_SECRET", "whsec_" + HOOK_SECRET);
        settings.putAll(issuer.settings());
        var left = new LinkedHashMap<String, String>();
        try (var usher = UsherProcess.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), settings)) {
            var api = URI.create("https://127.0.0.1:" + usher.uri().getPort());
            live(api);
            left.put("/metrics", usher.metrics());
            Eventually.holds(() -> assertThat(hooks.get()).isPositive());
            assertThat(usher.stop()).isZero();
            left.put("the log", usher.log());
            // What had not been sent yet was sent by the stop.
            assertThat(String.join("", spans)).contains("TransactWriteItems", "turn");
            assertThat(hexadecimal).anyMatch(body -> body.contains(TRACE));
            assertThat(kinds).containsOnly("POST /v1/traces application/x-protobuf");
            assertThat(left.get("the log")).doesNotContain("\"ERROR\"");
        } finally {
            collector.stop(0);
        }
        left.put("the traces", String.join("\n", spans));
        left.put("the problems", String.join("\n", problems));

        assertThat(left.get("the log")).contains("\"register\"", "answered").hasSizeGreaterThan(5_000);
        assertThat(left.get("/metrics")).contains("usher_http_requests_seconds_count");
        assertThat(problems).hasSizeGreaterThan(8);
        var secrets = new ArrayList<>(List.of(PERSON, "Zebulon", "Quatermain", EVENT, "Vernissage", token, SECRET));
        secrets.addAll(List.of(HOOK_SECRET, HOOK_QUERY));
        secrets.addAll(List.of(token.split("\\.")));
        secrets.add(Files.readAllLines(pair.key()).get(1));
        secrets.add(Base64.getEncoder().encodeToString(PERSON.getBytes(StandardCharsets.UTF_8)));
        left.forEach((where, text) -> secrets.forEach(secret ->
                assertThat(text.contains(secret)).as("%s in %s", secret, where).isFalse()));
    }

    /** What people do, right and wrong. */
    private void live(URI api) throws Exception {
        var named = "{\"userId\":\"z1\",\"name\":\"" + PERSON + "\"}";
        send(api, "POST", "/users", named);
        send(api, "POST", "/users", named);
        send(api, "POST", "/users", "{\"name\":\"" + PERSON + "\\u0000\"}");
        send(api, "POST", "/users", "{\"name\":\"" + PERSON + "\", \"nickname\":\"" + PERSON + "\"}");
        send(api, "POST", "/users", "{\"name\":\"" + PERSON);
        send(api, "POST", "/users", "{\"name\":{\"first\":\"" + PERSON + "\"}}");
        send(api, "POST", "/events", "{\"eventId\":\"e1\",\"name\":\"" + EVENT + "\",\"capacity\":1}");
        send(api, "POST", "/events", "{\"eventId\":\"e2\",\"name\":\"" + EVENT + "\",\"capacity\":0}");
        send(api, "POST", "/events/e1/register", "{\"userId\":\"z1\"}");
        send(api, "POST", "/events/e1/register", "{\"userId\":\"z1\"}");
        send(api, "POST", "/events/e1/register", "{\"userId\":\"unknown\"}");
        send(api, "GET", "/users/z1", "");
        send(api, "GET", "/users/z1/events", "");
        send(api, "GET", "/events/e1/registrations?token=" + token, "");
        send(api, "DELETE", "/events/e1/register/z1", "");
        send(api, "PUT", "/users/z1", named);
        send(api, "GET", "/users/z1", "", token.substring(1));
        for (int i = 0; i < 60; i++) {
            send(api, "GET", "/users/z1?name=Zebulon", "");
        }
    }

    private void send(URI api, String method, String path, String body) throws IOException, InterruptedException {
        send(api, method, path, body, token);
    }

    private void send(URI api, String method, String path, String body, String bearer)
            throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(api.resolve(path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + bearer)
                        .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            problems.add(answer.body() + answer.headers().map());
        }
    }
}
