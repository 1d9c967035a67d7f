package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.acceptance.Eventually;
import dev.usher.http.connection.EdgeListener;
import dev.usher.http.tls.CertificateReloader;
import dev.usher.http.tls.InvalidCertificateException;
import dev.usher.tls.AnyCertificate;
import dev.usher.tls.TestCertificate;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS: versions, the certificate, and its replacement. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TlsTest {
    private static final long POLL_INTERVAL_MILLIS = 50;

    @TempDir
    private static Path folder;

    private static final List<String> WATCHED = new CopyOnWriteArrayList<>();
    private static ApiFixture api;
    /** Sends nothing. */
    private static Socket silent;

    @BeforeAll
    static void serve() throws Exception {
        var pair = TestCertificate.in(folder, "first");
        var watch = new EdgeListener() {
            @Override
            public void certificateLoaded(Instant expires) {
                WATCHED.add(expires.isAfter(Instant.now()) ? "loaded" : "expired");
            }

            @Override
            public void certificateRejected() {
                WATCHED.add("rejected");
            }
        };
        api = new ApiFixture(vertx -> new EdgeOptions(
                Optional.of(ApiFixture.await(
                        CertificateReloader.load(vertx, pair.certificate(), pair.key(), watch, POLL_INTERVAL_MILLIS))),
                List.of(),
                Optional.empty(),
                address -> false,
                watch));
        silent = new Socket("127.0.0.1", api.port());
    }

    /** Comes last, so that the other tests use the time until then. */
    @Test
    @Order(Integer.MAX_VALUE)
    void closesAConnectionWhoseHandshakeDoesNotEnd() throws Exception {
        silent.setSoTimeout(30_000);
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }

    /** In TLS 1.2 a second handshake costs the server far more than the client. */
    @Test
    void refusesASecondHandshake() throws Exception {
        try (var socket =
                (SSLSocket) AnyCertificate.context().getSocketFactory().createSocket("127.0.0.1", api.port())) {
            socket.setSoTimeout(60_000);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(status(socket)).startsWith("HTTP/1.1 200");
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        status(socket);
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    /** Reads the response to its end: it has no body. */
    private static String status(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("HEAD /docs HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        var status = reader.readLine();
        for (var line = status; !"".equals(line); line = reader.readLine()) {
            if (line == null) {
                throw new IOException("closed");
            }
        }
        return status;
    }

    @AfterAll
    static void stop() throws IOException {
        silent.close();
        api.close();
    }

    @ParameterizedTest
    @EnumSource
    void speaksBothVersionsOfHttp(HttpClient.Version version) throws Exception {
        var client = HttpClient.newBuilder()
                .version(version)
                .sslContext(AnyCertificate.context())
                .build();
        var answer = get(client, "/nothing");
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(get(client, "/docs").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksNewVersionsOfTls(String version) throws Exception {
        try (var socket = socket()) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void speaksNoSuiteWithoutForwardSecrecy() throws Exception {
        try (var socket = socket()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(
                    new String[] {"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void plainHttpIsNoneOfItsPorts() {
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/docs"))
                                        .build(),
                                BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    /** Another one is used as soon as it is whole, and one that cannot be used never. */
    @Test
    void takesANewCertificateThatFitsItsKey() throws Exception {
        assertThat(subject()).isEqualTo("CN=first");
        var elsewhere = TestCertificate.in(Files.createDirectories(folder.resolve("new")), "second");

        replace(elsewhere.certificate(), folder.resolve("tls.crt"));
        until("rejected");
        assertThat(subject()).isEqualTo("CN=first");

        WATCHED.clear();
        replace(elsewhere.key(), folder.resolve("tls.key"));
        until("loaded");
        Eventually.holds(() -> assertThat(subject()).isEqualTo("CN=second"));
        assertThat(WATCHED).doesNotContain("rejected");
    }

    /** At once, so that the server never reads a part of the file. */
    private static void replace(Path from, Path to) throws IOException {
        var copy = Files.copy(from, from.resolveSibling("copy"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void saysWhatIsWrongWithAPair() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var mine = TestCertificate.in(Files.createDirectories(folder.resolve("mine")), "mine");
            var other = TestCertificate.in(Files.createDirectories(folder.resolve("other")), "other");
            var nonsense = Files.writeString(folder.resolve("nonsense"), "nonsense");
            assertFails(vertx, mine.certificate(), other.key(), "the key does not match the certificate");
            assertFails(vertx, nonsense, mine.key(), "the certificate is not a PEM certificate");
            assertFails(vertx, mine.certificate(), nonsense, "the key is not an unencrypted PEM key: java.");
            assertFails(vertx, mine.key(), mine.certificate(), "the certificate is not a PEM certificate");
            var none = folder.resolve("none");
            var why = "the key file cannot be read: java.nio.file.NoSuchFileException: " + none;
            assertFails(vertx, mine.certificate(), none, why);
        } finally {
            ApiFixture.await(vertx.close());
        }
    }

    private static void assertFails(Vertx vertx, Path certificate, Path key, String message) {
        var load = CertificateReloader.load(vertx, certificate, key, EdgeListener.NONE);
        assertThatThrownBy(() -> ApiFixture.await(load))
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageStartingWith(message);
    }

    private static void until(String seen) {
        Eventually.holds(() -> assertThat(WATCHED).contains(seen));
    }

    private static String subject() throws IOException {
        try (var socket = socket()) {
            socket.startHandshake();
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    private static SSLSocket socket() throws IOException {
        return (SSLSocket) AnyCertificate.context().getSocketFactory().createSocket("127.0.0.1", api.port());
    }

    private static HttpResponse<String> get(HttpClient client, String path) throws Exception {
        var url = URI.create("https://127.0.0.1:" + api.port() + path);
        return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }
}
