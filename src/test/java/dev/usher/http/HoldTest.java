package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.access.Caller;
import dev.usher.access.Scope;
import dev.usher.bus.Outcome;
import dev.usher.bus.Timestamp;
import dev.usher.tls.TestCertificate;
import dev.usher.users.FindUser;
import dev.usher.users.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who goes on although refused finds that its connection is not read. Times are bounded from below where a client has
 * to wait, and by half of what it would have had to wait where it does not.
 */
@Timeout(60)
class HoldTest {
    private static final int PER_SECOND = 2;
    private static final int BURST = 4;
    /** So many refusals make a client wait for as long as anybody has to. */
    private static final int FLOOD = 40;

    private static final long LONGEST_SECONDS = 10;

    @TempDir
    private static Path folder;

    private ApiFixture api;

    private void limited(Predicate<InetAddress> proxies) {
        limited(proxies, vertx -> Optional.empty());
    }

    private void limited(Predicate<InetAddress> proxies, Function<Vertx, Optional<Certificates>> tls) {
        TokenCheck tokens = (token, deadline) -> Future.succeededFuture(
                Optional.of(new Caller(Optional.of(token), Set.of(Scope.ADMIN), Long.MAX_VALUE)));
        api = new ApiFixture(
                3_000,
                vertx -> new Edge(tls.apply(vertx), List.of(), PER_SECOND, proxies, EdgeWatch.NONE),
                RequestWatch.NONE,
                Optional.of(() -> tokens));
        api.serve(
                FindUser.class,
                find -> Future.succeededFuture(Outcome.done(new User(find.userId(), "Ada", Timestamp.now(), null))));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whoGoesOnThoughRefusedIsToldSoAtOnceAndReadAgainWhenItMayCome() throws Exception {
        limited(address -> false);
        try (var abuser = new Client()) {
            floodUntil(2);
            long begun = System.nanoTime();
            assertThat(abuser.ask("")).isEqualTo(429);
            long told = TimeUnit.SECONDS.toNanos(abuser.retryAfter);
            assertThat(System.nanoTime() - begun).isLessThan(told);
            assertThat(abuser.ask("")).as("there is something left by now").isEqualTo(401);
            assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(told);
        }
    }

    /** On connections of its own, each of which is closed behind its answer. */
    private void floodUntil(long seconds) throws IOException {
        for (long retryAfter = 0; retryAfter < seconds; ) {
            try (var one = new Client()) {
                one.ask("");
                retryAfter = one.retryAfter;
            }
        }
    }

    @Test
    void whoComesOverManyConnectionsWaitsLonger() throws Exception {
        limited(address -> false);
        flood("");
        try (var abuser = new Client()) {
            assertThat(abuser.ask("")).isEqualTo(429);
            assertThat(abuser.retryAfter).isEqualTo(LONGEST_SECONDS);
            assertThat(isAnsweredSoon(abuser, "")).isFalse();
        }
    }

    /** One connection each, which is closed behind the answer. */
    private void flood(String headers) throws IOException {
        for (int request = 0; request < FLOOD; request++) {
            try (var one = new Client()) {
                one.ask(headers);
            }
        }
    }

    @Test
    void aCallersOwnConnectionIsHeldToo() throws Exception {
        limited(address -> false);
        flood(token("mallory"));
        try (var mallory = new Client();
                var ada = new Client()) {
            assertThat(mallory.ask(token("mallory"))).isEqualTo(429);
            assertThat(isAnsweredSoon(mallory, token("mallory"))).isFalse();
            assertThat(ada.ask(token("ada"))).isEqualTo(200);
        }
    }

    @Test
    void aConnectionThatManyCallersUseIsNobodysToStop() throws Exception {
        limited(address -> false);
        flood(token("mallory"));
        try (var gateway = new Client()) {
            assertThat(gateway.ask(token("ada"))).isEqualTo(200);
            assertThat(gateway.ask(token("mallory"))).isEqualTo(429);
            assertThat(isAnsweredSoon(gateway, token("ada"))).isTrue();
        }
    }

    @Test
    void norIsItWhenTheirAddressIsRefused() throws Exception {
        limited(address -> false);
        try (var gateway = new Client()) {
            assertThat(gateway.ask(token("ada"))).isEqualTo(200);
            assertThat(gateway.ask(token("bob"))).isEqualTo(200);
            flood("");
            assertThat(gateway.ask(token("ada"))).isEqualTo(429);
            assertThat(isAnsweredSoon(gateway, token("ada"))).isTrue();
        }
    }

    @Test
    void aTrustedProxysConnectionIsNeverHeld() throws Exception {
        limited(InetAddress::isLoopbackAddress);
        flood(from("192.0.2.1"));
        try (var proxy = new Client()) {
            assertThat(proxy.ask(from("192.0.2.1"))).isEqualTo(429);
            assertThat(proxy.retryAfter).isEqualTo(1);
            assertThat(isAnsweredSoon(proxy, from("192.0.2.2"))).isTrue();
        }
    }

    @Test
    void requestsThatCameAllAtOnceAreNotAllRefusedAtOnce() throws Exception {
        limited(address -> false);
        flood("");
        try (var abuser = new Client()) {
            int sent = 1_000;
            abuser.send(request("").repeat(sent));
            assertThat(abuser.answersWithin(1_500)).isBetween(1, sent / 5);
        }
    }

    @Test
    void norAreThoseOfHttp2() throws Exception {
        var pair = TestCertificate.in(folder, "usher");
        limited(
                address -> false,
                vertx -> Optional.of(
                        ApiFixture.await(Certificates.load(vertx, pair.certificate(), pair.key(), EdgeWatch.NONE))));
        try (var abuser = Http2Socket.open(api.port())) {
            int sent = 1_000;
            var requests = new ByteArrayOutputStream();
            for (int stream = 1; stream < 2 * sent; stream += 2) {
                requests.writeBytes(Http2Socket.frame(
                        Http2Socket.HEADERS,
                        Http2Socket.END_HEADERS | Http2Socket.END_STREAM,
                        stream,
                        Http2Socket.headers("GET", "/users/ada")));
            }
            abuser.octets(requests.toByteArray());
            assertThat(abuser.answersWithin(1_500)).isBetween(BURST, sent / 5);
        }
    }

    @Test
    void whoSendsOnWithoutEndMeanwhileIsCutOff() throws Exception {
        limited(address -> false);
        flood("");
        try (var abuser = new Client()) {
            assertThat(abuser.ask("")).isEqualTo(429);
            assertThat(abuser.isCutOffWhile(request("").repeat(100))).isTrue();
        }
    }

    @Test
    void whatIsHeldIsAnsweredBeforeTheServerEnds() throws Exception {
        limited(address -> false);
        flood("");
        try (var abuser = new Client()) {
            assertThat(abuser.ask("")).isEqualTo(429);
            abuser.send(request(""));
            assertThat(abuser.answersWithin(300)).isZero();
            long begun = System.nanoTime();
            var stopped = api.stopServing();
            assertThat(abuser.answersWithin(2_000)).as("until it is closed").isEqualTo(1);
            ApiFixture.await(stopped);
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(LONGEST_SECONDS));
        }
    }

    private static boolean isAnsweredSoon(Client client, String headers) throws IOException {
        client.send(request(headers));
        return client.isAnsweredWithin(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS) / 2);
    }

    private static String token(String subject) {
        return "Authorization: Bearer " + subject + "\r\n";
    }

    private static String from(String address) {
        return "X-Forwarded-For: " + address + "\r\n";
    }

    private static String request(String headers) {
        return "GET /users/ada HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
    }

    /** One connection that stays open. */
    private final class Client implements AutoCloseable {
        private static final int PATIENCE_MILLIS = 20_000;
        private static final int CLOSED = 0;

        private final Socket socket = new Socket("127.0.0.1", api.port());
        private final BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        private long retryAfter;

        Client() throws IOException {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }

        void send(String octets) throws IOException {
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.US_ASCII));
        }

        /** The status of the answer, whose body is read and dropped. */
        int ask(String headers) throws IOException {
            send(request(headers));
            return answer();
        }

        private int answer() throws IOException {
            var line = reader.readLine();
            if (line == null) {
                return CLOSED;
            }
            int status = Integer.parseInt(line.split(" ")[1]);
            int length = 0;
            for (line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
                var header = line.toLowerCase().split(": ");
                if (header[0].equals("content-length")) {
                    length = Integer.parseInt(header[1]);
                } else if (header[0].equals("retry-after")) {
                    retryAfter = Long.parseLong(header[1]);
                }
            }
            assertThat(reader.skip(length)).isEqualTo(length);
            return status;
        }

        boolean isAnsweredWithin(long millis) throws IOException {
            socket.setSoTimeout((int) millis);
            try {
                return answer() != CLOSED;
            } catch (SocketTimeoutException none) {
                return false;
            }
        }

        /** How many there are until no more come for so long. */
        int answersWithin(long millis) throws IOException {
            int answers = 0;
            while (isAnsweredWithin(millis)) {
                answers++;
            }
            return answers;
        }

        boolean isCutOffWhile(String octets) {
            try {
                for (int times = 0; times < 1_000; times++) {
                    send(octets);
                }
                return reader.read() < 0;
            } catch (SocketTimeoutException open) {
                return false;
            } catch (IOException reset) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
