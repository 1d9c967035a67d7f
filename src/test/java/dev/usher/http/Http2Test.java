package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.http.connection.ConnectionRegistry;
import dev.usher.http.connection.EdgeListener;
import dev.usher.http.request.HttpServerLimits;
import dev.usher.http.tls.CertificateReloader;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.tls.TestCertificate;
import dev.usher.users.GetUser;
import dev.usher.users.User;
import io.vertx.core.Promise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many requests on one connection: an error of one does not affect the others, and none blocks them. */
@Timeout(300)
class Http2Test {
    /** Deadline of requests that wait for it. */
    private static final long TIMEOUT_MILLIS = 500;

    private static final String KNOWN = "/users/ada";
    private static final String NOWHERE = "/nowhere";

    @TempDir
    private static Path folder;

    private final List<Promise<Outcome<User>>> asked = new CopyOnWriteArrayList<>();
    private ApiFixture api;

    @BeforeEach
    void serve() throws Exception {
        serve(Eventually.PATIENT_MILLIS);
    }

    private void serve(long timeoutMillis) throws Exception {
        var pair = TestCertificate.in(folder, "usher");
        api = new ApiFixture(
                timeoutMillis,
                vertx -> new EdgeOptions(
                        Optional.of(ApiFixture.await(
                                CertificateReloader.load(vertx, pair.certificate(), pair.key(), EdgeListener.NONE))),
                        List.of(),
                        Optional.empty(),
                        address -> false,
                        EdgeListener.NONE));
        api.serve(GetUser.class, find -> {
            Promise<Outcome<User>> answer = Promise.promise();
            asked.add(answer);
            return answer.future();
        });
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void untilAsked(int times) {
        Eventually.holds(() -> assertThat(asked.size()).isGreaterThanOrEqualTo(times));
    }

    private void answerAll() {
        asked.forEach(answer -> answer.tryComplete(Outcome.refused(RefusalReason.USER_NOT_FOUND)));
    }

    @Test
    void saysHowMuchItTakesAtOnce() throws Exception {
        try (var client = Http2Socket.open(api.port())) {
            assertThat(client.limits()).containsExactly(HttpServerLimits.STREAMS, 8 * 1024);
        }
    }

    @Test
    void answersManyRequestsOfOneConnectionAtOnce() throws Exception {
        try (var client = Http2Socket.open(api.port())) {
            requests(client, HttpServerLimits.STREAMS);
            untilAsked(HttpServerLimits.STREAMS);
            answerAll();
            var answered = new HashSet<Integer>();
            while (answered.size() < HttpServerLimits.STREAMS) {
                answered.add(client.next(Http2Socket.HEADERS).stream());
            }
        }
    }

    @Test
    void refusesOneStreamTooMany() throws Exception {
        try (var client = Http2Socket.open(api.port())) {
            client.next(Http2Socket.SETTINGS);
            client.send(Http2Socket.SETTINGS, 1, 0);
            requests(client, HttpServerLimits.STREAMS + 1);
            var refused = client.next(Http2Socket.RST_STREAM);
            assertThat(refused.stream()).isEqualTo(2 * HttpServerLimits.STREAMS + 1);
            assertThat(refused.number(0)).as("REFUSED_STREAM").isEqualTo(7);
        }
    }

    @Test
    void endsAConnectionThatTakesItsRequestsBackAgainAndAgain() throws Exception {
        try (var client = Http2Socket.open(api.port())) {
            boolean ended = false;
            for (int i = 0; i < 10_000 && !ended; i++) {
                try {
                    client.request(2 * i + 1, Http2Socket.END_STREAM, "GET", KNOWN);
                    client.send(Http2Socket.RST_STREAM, 0, 2 * i + 1, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
                } catch (IOException closed) {
                    ended = true;
                }
            }
            assertThat(ended || client.ends()).isTrue();
            assertThat(asked).hasSizeLessThan(1_000);
        }
        answerAll();
        assertOthersAreServed();
    }

    /** As many as both event loops take at once; taken back, none is counted any more. */
    @Test
    void requestsBeyondTheLimitAreRefusedUntilOthersAreTakenBack() throws Exception {
        api.close();
        serve(300_000);
        List<Http2Socket> clients = new ArrayList<>();
        while (clients.size() < 2 * ConnectionRegistry.MAX_UNDER_WAY / HttpServerLimits.STREAMS) {
            var client = Http2Socket.open(api.port());
            clients.add(client);
            requests(client, HttpServerLimits.STREAMS);
            untilAsked(clients.size() * HttpServerLimits.STREAMS);
        }
        try (var other = Http2Socket.open(api.port())) {
            assertThat(status(other, 1, NOWHERE)).isEqualTo("503");
            for (var client : clients) {
                client.close();
            }
            int stream = 3;
            while (!status(other, stream, NOWHERE).equals("404")) {
                stream += 2;
            }
        }
    }

    /** Sends many requests at once. */
    private static void requests(Http2Socket client, int count) throws IOException {
        var frames = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            frames.writeBytes(Http2Socket.frame(
                    Http2Socket.HEADERS,
                    Http2Socket.END_HEADERS | Http2Socket.END_STREAM,
                    2 * i + 1,
                    Http2Socket.headers("GET", KNOWN)));
        }
        client.octets(frames.toByteArray());
    }

    private void assertOthersAreServed() throws IOException {
        try (var other = Http2Socket.open(api.port())) {
            assertThat(status(other, 1, NOWHERE)).isEqualTo("404");
        }
    }

    @Test
    void aRequestThatCannotBeReadEndsNoOther() throws Exception {
        try (var client = Http2Socket.open(api.port())) {
            client.request(1, Http2Socket.END_STREAM, "GET", KNOWN);
            untilAsked(1);
            assertThat(status(client, 3, "/a//b")).isEqualTo("400");
            assertThat(status(client, 5, "/" + "x".repeat(5_000))).isEqualTo("414");
            assertThat(status(client, 7, NOWHERE, "x-much", "x".repeat(9_000))).isEqualTo("431");
            answerAll();
            assertThat(client.next(Http2Socket.HEADERS).stream()).isEqualTo(1);
        }
    }

    @Test
    void isNoTunnel() throws Exception {
        try (var client = Http2Socket.open(api.port())) {
            client.send(
                    Http2Socket.HEADERS,
                    Http2Socket.END_HEADERS,
                    1,
                    Http2Socket.fields(":method", "CONNECT", ":authority", "example.com:443"));
            assertThat(client.next(Http2Socket.HEADERS).status()).isEqualTo("400");
            assertThat(status(client, 3, NOWHERE)).isEqualTo("404");
        }
    }

    @Test
    void aBodyThatIsTooLargeOrTooLateEndsItsStreamAlone() throws Exception {
        api.close();
        serve(TIMEOUT_MILLIS);
        try (var client = Http2Socket.open(api.port())) {
            client.request(1, 0, "POST", "/users", "content-type", "application/json", "content-length", "70000");
            assertRefused(client, "413");
            client.request(3, 0, "POST", "/users", "content-type", "application/json");
            assertRefused(client, "408");
            assertThat(client.next(Http2Socket.RST_STREAM).stream()).isEqualTo(3);
            assertThat(status(client, 5, NOWHERE)).isEqualTo("404");
        }
    }

    /** Names of headers that are about the connection are not allowed on it. */
    private static void assertRefused(Http2Socket client, String status) throws IOException {
        var answer = client.next(Http2Socket.HEADERS);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().contains("connection")).isFalse();
    }

    /** Longer than headers may take. */
    @Test
    void keepsAConnectionThatOnlyWaits() throws Exception {
        api.close();
        serve(TIMEOUT_MILLIS);
        try (var client = Http2Socket.open(api.port())) {
            assertThat(status(client, 1, NOWHERE)).isEqualTo("404");
            TimeUnit.MILLISECONDS.sleep(3 * TIMEOUT_MILLIS);
            assertThat(status(client, 3, NOWHERE)).isEqualTo("404");
        }
    }

    @Test
    void whoIsThereWhenItEndsIsAnsweredAndToldToGo() throws Exception {
        while (!isAnsweredAndToldToGo()) {
            api.close();
            asked.clear();
            serve();
        }
    }

    /** Returns false where this machine was too slow for the second that clients have for one more request. */
    private boolean isAnsweredAndToldToGo() throws Exception {
        try (var client = Http2Socket.open(api.port())) {
            client.request(1, Http2Socket.END_STREAM, "GET", KNOWN);
            untilAsked(1);
            long begun = System.nanoTime();
            var stopped = api.stopServing();
            assertThat(status(client, 3, NOWHERE)).isEqualTo("404");

            var told = client.next(Http2Socket.GOAWAY);
            if (System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(700)) {
                return false;
            }
            assertThat(told.number(0)).as("nothing is taken back").isEqualTo(Integer.MAX_VALUE);
            assertThat(told.number(4)).as("NO_ERROR").isZero();
            assertThat(stopped.isComplete()).isFalse();
            assertThat(status(client, 5, NOWHERE)).as("was on its way").isEqualTo("404");

            answerAll();
            assertThat(client.next(Http2Socket.HEADERS).stream()).isEqualTo(1);
            assertThat(client.ends()).isTrue();
            ApiFixture.await(stopped);
            return true;
        }
    }

    private static String status(Http2Socket client, int stream, String path, String... more) throws IOException {
        client.request(stream, Http2Socket.END_STREAM, "GET", path, more);
        var headers = client.next(Http2Socket.HEADERS);
        assertThat(headers.stream()).isEqualTo(stream);
        return headers.status();
    }
}
