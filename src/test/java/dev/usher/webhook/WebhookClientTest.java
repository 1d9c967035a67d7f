package dev.usher.webhook;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.config.WebhookSettings;
import dev.usher.http.request.HttpServerLimits;
import dev.usher.service.Timestamp;
import dev.usher.tls.TestCertificate;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client against receivers with other certificates, long bodies and no answers. */
class WebhookClientTest {
    private static final WebhookMessage MESSAGE = new WebhookMessage("jazz:1", Timestamp.now(), Buffer.buffer("{}"));
    private static final String PASSWORD = "changeit";

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setAddressResolverOptions(
                    new AddressResolverOptions().setHostsValue(Buffer.buffer("127.0.0.1 localhost other.example"))));
    private final Context context = vertx.getOrCreateContext();

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void certificateMustBeTrustedAndBeThatOfTheHost(@TempDir Path folder) throws Exception {
        var pair = TestCertificate.in(folder, "usher");
        // As the product does: the JDK reads what TLS may do once, at the first handshake of a server in this JVM.
        var options = new HttpServerOptions();
        HttpServerLimits.secure(
                options,
                new PemKeyCertOptions()
                        .setCertPath(pair.certificate().toString())
                        .setKeyPath(pair.key().toString()));
        int port = listen(options, request -> request.response().end());
        var receiver = "https://localhost:" + port;
        assertThat(post(client(receiver))).isEqualTo(DeliveryOutcome.UNREACHABLE);
        trust(pair.certificate(), folder.resolve("trusted.p12"));
        try {
            assertThat(post(client(receiver))).isEqualTo(DeliveryOutcome.DELIVERED);
            var elsewhere = attempt(client("https://other.example:" + port));
            assertThat(elsewhere.outcome()).isEqualTo(DeliveryOutcome.UNREACHABLE);
            assertThat(elsewhere.reason()).contains("SSLHandshakeException");
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    /** The JVM reads the store when a client makes its first connection. */
    private static void trust(Path certificate, Path file) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(certificate);
                var out = Files.newOutputStream(file)) {
            store.setCertificateEntry(
                    "receiver", CertificateFactory.getInstance("X.509").generateCertificate(in));
            store.store(out, PASSWORD.toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", file.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({"1000,1", "1000000,2"})
    void longBodyCostsItsConnectionAndNotTheMessage(int octets, int connections) throws Exception {
        var seen = ConcurrentHashMap.<HttpConnection>newKeySet();
        int port = listen(new HttpServerOptions(), request -> {
            seen.add(request.connection());
            request.response().end(Buffer.buffer(new byte[octets]));
        });
        var client = client("http://localhost:" + port);
        for (int i = 0; i < 2; i++) {
            assertThat(post(client)).isEqualTo(DeliveryOutcome.DELIVERED);
        }
        assertThat(seen).hasSize(connections);
    }

    /** The body takes longer than the timeout of an attempt; its own is two seconds. */
    @Test
    void bodyWithoutAnEndCostsItsConnectionAndNotTheMessage() throws Exception {
        Promise<Void> closed = Promise.promise();
        int port = listen(new HttpServerOptions(), request -> {
            request.connection().closeHandler(closed::tryComplete);
            request.response().setChunked(true).write("{");
        });
        var client = client("http://localhost:" + port, 1_500);
        Eventually.holds(() -> assertThat(post(client)).isEqualTo(DeliveryOutcome.DELIVERED));
        get(closed.future());
    }

    @Test
    void receiverThatDoesNotAnswerTimesOut() throws Exception {
        Promise<Void> closed = Promise.promise();
        int port =
                listen(new HttpServerOptions(), request -> request.connection().closeHandler(closed::tryComplete));
        var client = client("http://localhost:" + port, 500);
        Eventually.holds(() -> {
            assertThat(post(client)).isEqualTo(DeliveryOutcome.TIMEOUT);
            assertThat(closed.future().isComplete()).as("connection closed").isTrue();
        });
    }

    @Test
    void pauseThatTheReceiverAsksForIsRead() throws Exception {
        int port = listen(new HttpServerOptions(), request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "3")
                .end());
        assertThat(attempt(client("http://localhost:" + port)))
                .isEqualTo(new DeliveryAttempt(DeliveryOutcome.THROTTLED, "status 429", Duration.ofSeconds(3)));
    }

    private int listen(HttpServerOptions options, Handler<HttpServerRequest> receiver) throws Exception {
        return get(vertx.createHttpServer(options).requestHandler(receiver).listen(0, "127.0.0.1"))
                .actualPort();
    }

    private WebhookClient client(String url) {
        return client(url, 60_000);
    }

    private WebhookClient client(String url, long timeoutMillis) {
        var key = new SecretKeySpec(new byte[24], "HmacSHA256");
        return new WebhookClient(vertx, new WebhookSettings(URI.create(url), List.of(key)), 1, timeoutMillis);
    }

    private DeliveryOutcome post(WebhookClient client) throws Exception {
        return attempt(client).outcome();
    }

    private DeliveryAttempt attempt(WebhookClient client) throws Exception {
        Promise<DeliveryAttempt> attempted = Promise.promise();
        context.runOnContext(begun -> client.post(MESSAGE).onComplete(attempted));
        return get(attempted.future());
    }
}
