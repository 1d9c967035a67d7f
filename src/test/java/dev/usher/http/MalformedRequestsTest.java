package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.service.Outcome;
import dev.usher.service.Timestamp;
import dev.usher.users.GetUser;
import dev.usher.users.User;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed requests over a bare socket. The server answers with a problem and stays up. */
class MalformedRequestsTest {
    private static final ApiFixture API = new ApiFixture();
    private static final ApiFixture BRIEF = new ApiFixture(500);
    /** Follows each request that is refused, in the same packet. */
    private static final String HIDDEN = "GET /users/hidden HTTP/1.1\r\nHost: x\r\n\r\n";

    private static final Set<String> ASKED = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void serve() {
        API.serve(GetUser.class, find -> {
            ASKED.add(find.userId());
            return Future.succeededFuture(Outcome.done(new User(find.userId(), "Ada", Timestamp.now(), null)));
        });
    }

    @AfterAll
    static void stop() {
        ApiFixture.await(API.stopServing());
        API.close();
        BRIEF.close();
        assertThat(ASKED).contains("x").doesNotContain("hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//users/x",
                "/users//x",
                "//",
                "/./users/x",
                "/users/../users/x",
                "/users/..",
                "/users/%2e%2E/x",
                "/users/a%2Fb",
                "/users/a%2fb",
                "/users/a%5Cb",
                "/users/a\\b",
                "/users/a%00",
                "/users/%",
                "/users/%4",
                "/users/%zz",
                "/users/a?limit=%",
                "/users/a#b",
                "/users/é",
                "users/x",
                "*",
                "http://other/users/x",
                "http://x:80/users/x",
                "ftp://x/users/x",
                "http://x//users/x"
            })
    void refusesTargets(String target) {
        assertThat(refused("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /users/x HTTP/1.1\r\n\r\n",
                "GET /users/x HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
                "GET /users/x HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /users/x HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
                "GET /users/x HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
                "GET /users/x HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
                "POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
                "POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n 0\r\n\r\n{}",
                "POST /users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\n{}",
                "POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: -2\r\n\r\n{}",
                "POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 2, 2\r\n\r\n{}",
                "POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
                "POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 2\rX: y\r\n\r\n{}",
                "GET /users/x HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
                "GET /users/x HTTP/1.1\r\nHost: x\r\n\0: y\r\n\r\n",
                "GET /users/x\r\nHost: x\r\n\r\n",
                "POST /users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST /users HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
                "POST /users HTTP/1.1\r\n"
                        + "Host: x\r\n"
                        + "Transfer-Encoding: chunked\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "0\r\n\r\n"
            })
    void refusesHeaders(String request) {
        assertThat(refused(request).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "0x2", "+2", "ffffffffffffffff", "100000000", "\0"})
    void endsTheConnectionOfWhoSendsAChunkWithoutALength(String length) throws Exception {
        var request = "POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + length + "\r\n{}\r\n0\r\n\r\n" + HIDDEN;
        try (var socket = new Socket("127.0.0.1", API.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(bytes(request));
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void refusesOtherVersions() {
        var reply = RawReply.exchange(API.port(), bytes("GET /users/x HTTP/2.0\r\nHost: x\r\n\r\n" + HIDDEN));
        assertThat(reply.status()).isEqualTo(501);
        assertThat(reply.body()).doesNotContain("HTTP/1.1");
    }

    @Test
    void saysThatARequestCannotBeParsed() {
        assertThat(refused("GET /users/x HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n")
                        .body())
                .contains("\"The request is not well-formed HTTP.\"");
    }

    /** No other method has this target. */
    @Test
    void answersOptionsOfTheWholeServer() {
        var reply = RawReply.exchange(API.port(), bytes("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.headers()).doesNotContainKey("content-length").containsKeys("date", "cache-control");
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void foldedHeaderThatMattersIsRefused() {
        var reply = API.raw(
                "POST",
                "/users",
                bytes("POST /users HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Idempotency-Key: a\r\n b\r\nContent-Length: 14\r\n\r\n{\"name\":\"Ada\"}"));
        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void takesAbsoluteTargetOfThisHost() {
        var reply = API.raw(
                "GET", "/users/x", bytes("GET http://x/users/x HTTP/1.1\r\nHost: X\r\nConnection: close\r\n\r\n"));
        assertThat(reply.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Accept: ;;q=x,,", "Accept-Language: -", "Accept: */*;q=-1", "Cookie: \0", "Accept-Encoding: ;"})
    void passesOverHeadersOfNoConcern(String header) {
        var request = "GET /users/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header + "\r\n\r\n";
        assertThat(RawReply.exchange(API.port(), bytes(request)).status()).isIn(200, 400);
    }

    @Test
    void takesHttp10WithoutHost() {
        assertThat(API.raw("GET", "/users/x", bytes("GET /users/x HTTP/1.0\r\n\r\n"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesLongRequestLine() {
        var reply = refused("GET /users/" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(reply.status()).isEqualTo(414);
        assertThat(ApiFixture.code(reply.body())).isEqualTo("uri-too-long");
    }

    @Test
    void refusesLargeHeaders() {
        var reply = refused("GET /users/x HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9_000) + "\r\n\r\n");
        assertThat(reply.status()).isEqualTo(431);
        assertThat(ApiFixture.code(reply.body())).isEqualTo("headers-too-large");
    }

    /** Behind the request line, the header that is refused and a whole body, as a lenient proxy would pass them on. */
    @Test
    void aBodyThatAnotherReaderSeesIsNoRequest() {
        var chunk = Integer.toHexString(HIDDEN.length()) + "\r\n" + HIDDEN + "\r\n0\r\n\r\n";
        for (var coding : List.of("xchunked", "\tx-chunked, chunked", "chunked, identity", "chunked;q=1")) {
            refused("POST /users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + coding + "\r\n\r\n" + chunk);
        }
    }

    @Test
    void requestsThatAreSentAheadAreAnsweredInTheirOrder() {
        int requests = 300;
        var reply = RawReply.exchange(
                API.port(),
                bytes(("GET /users/x HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(400) + "\r\n\r\n").repeat(requests)
                        + "GET /users/last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        assertThat(reply.body().split("HTTP/1.1 200", -1)).hasSize(requests + 1);
        assertThat(reply.body()).endsWith("}").contains("\"userId\":\"last\"");
    }

    @Test
    void cutsOffWhoSendsTooManyRequestsAhead() throws Exception {
        try (var socket = new Socket("127.0.0.1", API.port())) {
            socket.setSoTimeout(60_000);
            assertThatThrownBy(() -> {
                        socket.getOutputStream().write(bytes("GET /users/x HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2_000)));
                        socket.getInputStream().readAllBytes();
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void refusesMegabyteOfDigits() {
        var digits = "{\"name\":" + "9".repeat(1024 * 1024) + "}";
        var reply = API.raw(
                "POST",
                "/users",
                bytes("POST /users HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + digits.length() + "\r\n\r\n" + digits));
        assertThat(reply.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /users/x HTTP/1.1\r\nHost: x\r\n\r\n"})
    void cutsOffWhoDripsItsHeaders(String before) throws Exception {
        try (var socket = new Socket("127.0.0.1", BRIEF.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(bytes(before));
            long start = System.nanoTime();
            var dripping = new Thread(() -> drip(socket));
            dripping.start();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer.isEmpty()).isEqualTo(before.isEmpty());
            assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThan(400L);
            dripping.join();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    /** One octet after the other, until the other side is gone. */
    private static void drip(Socket socket) {
        try {
            for (byte octet : bytes("GET /users/x HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(1_000))) {
                socket.getOutputStream().write(octet);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException gone) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("nobody cut it off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 20\r\n\r\n{\"name\"", "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"na\r\n"})
    void endsHalfSentRequestAtDeadline(String rest) {
        long start = System.nanoTime();
        var reply = BRIEF.raw(
                "POST",
                "/users",
                bytes("POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + rest));
        assertThat(reply.status()).isEqualTo(408);
        assertThat(ApiFixture.code(reply.body())).isEqualTo("request-timeout");
        assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThan(400L);
    }

    @Test
    void upgradesToNothing() {
        var first = "GET /users/x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n";
        var second = "GET /users/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        var reply = RawReply.exchange(API.port(), bytes(first + second));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("HTTP/1.1 200");
    }

    @Test
    void answersHeadWithoutBody() {
        var reply =
                RawReply.exchange(API.port(), bytes("HEAD /users/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void invitesBodyThatIsAskedFor() {
        var reply = RawReply.exchange(
                API.port(),
                bytes("POST /users HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"));
        assertThat(reply.status()).isEqualTo(100);
        assertThat(reply.body()).startsWith("HTTP/1.1 400");
    }

    @Test
    void invitesNoBodyOfHttp10() {
        var reply = RawReply.exchange(
                API.port(),
                bytes("POST /users HTTP/1.0\r\nHost: x\r\nExpect: 100-continue\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"));
        assertThat(reply.status()).isEqualTo(400);
    }

    /** The answer, which is the only one: nothing behind the request is executed. */
    private static RawReply refused(String request) {
        var reply = API.raw("TARGET", "/refused", bytes(request + HIDDEN));
        assertThat(reply.status()).isBetween(400, 499);
        assertThat(reply.body()).doesNotContain("HTTP/1.1");
        return reply;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
