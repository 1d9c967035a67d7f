package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.tls.TestCertificate;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that goes on though refused waits for its answers. Times are bounded from below only. */
@Timeout(120)
class LateAnswersTest {
    private static final int PER_SECOND = 2;
    private static final int BURST = 4;
    /** Refusals after which the next one waits for two seconds and more, for as long as the test lasts. */
    private static final int FLOOD = 40;

    private static final long NANOS = TimeUnit.SECONDS.toNanos(2);

    @TempDir
    private static Path folder;

    private final List<Client> clients = new ArrayList<>();
    private ApiFixture api;
    private Vertx vertx;
    private Context context;
    private LateAnswers late;

    private void limited(Predicate<InetAddress> proxies, Function<Vertx, Optional<Certificates>> tls) {
        api = new ApiFixture(
                3_000,
                vertx -> new Edge(
                        tls.apply(vertx), List.of(), Optional.of(new Allowances(PER_SECOND)), proxies, EdgeWatch.NONE));
    }

    private void limited() {
        limited(address -> false, vertx -> Optional.empty());
    }

    @AfterEach
    void stop() throws IOException {
        for (var client : clients) {
            client.close();
        }
        if (api != null) {
            api.close();
        }
        if (vertx != null) {
            ApiFixture.await(vertx.close());
        }
    }

    /** Sends on connections of its own, and waits for nothing. */
    private void flood() throws IOException {
        for (int i = 0; i < FLOOD; i++) {
            client(api.port()).send(request("/nothing"));
        }
    }

    private Client client(int port) throws IOException {
        var client = new Client(port);
        clients.add(client);
        return client;
    }

    @Test
    void aClientThatGoesOnIsAnsweredLateOverAnyConnection() throws Exception {
        limited();
        flood();
        long begun = System.nanoTime();
        assertThat(client(api.port()).ask(request("/nothing"))).isEqualTo(429);
        assertThat(System.nanoTime() - begun).isGreaterThan(NANOS);
    }

    @Test
    void requestsThatCameAllAtOnceAreAnsweredOneByOne() throws Exception {
        limited();
        var abuser = client(api.port());
        long begun = System.nanoTime();
        abuser.send(request("/nothing").repeat(200));
        for (int i = 0; i < 2 * BURST; i++) {
            abuser.answer();
        }
        for (int i = 0; i < 2 * PER_SECOND; i++) {
            abuser.answer();
        }
        assertThat(System.nanoTime() - begun).isGreaterThan(NANOS / 2);
    }

    @Test
    void aConnectionOfHttp2WaitsToo() throws Exception {
        var pair = TestCertificate.in(folder, "usher");
        limited(
                address -> false,
                vertx -> Optional.of(
                        ApiFixture.await(Certificates.load(vertx, pair.certificate(), pair.key(), EdgeWatch.NONE))));
        try (var abuser = Http2Socket.open(api.port())) {
            int sent = FLOOD + LateAnswers.MAX_OF_CONNECTION;
            var requests = new ByteArrayOutputStream();
            for (int stream = 1; stream < 2 * sent; stream += 2) {
                requests.writeBytes(Http2Socket.frame(
                        Http2Socket.HEADERS,
                        Http2Socket.END_HEADERS | Http2Socket.END_STREAM,
                        stream,
                        Http2Socket.headers("GET", "/nothing")));
            }
            long begun = System.nanoTime();
            abuser.octets(requests.toByteArray());
            int answers = 0;
            while (answers < sent) {
                answers += abuser.answersWithin(500);
            }
            assertThat(System.nanoTime() - begun).isGreaterThan(NANOS);
        }
    }

    /** Each of them would have to wait for ten seconds. */
    @Test
    void anAnswerThroughATrustedProxyIsNotHeldBack() throws Exception {
        limited(InetAddress::isLoopbackAddress, vertx -> Optional.empty());
        var proxy = client(api.port());
        for (int i = 0; i < 2 * FLOOD; i++) {
            proxy.ask(request("/nothing"));
        }
        assertThat(proxy.ask(request("/nothing"))).isEqualTo(429);
    }

    @Test
    void whatIsHeldBackIsAnsweredBeforeTheServerEnds() throws Exception {
        limited();
        flood();
        var abuser = client(api.port());
        abuser.send(request("/nothing"));
        Thread.sleep(200);
        var stopped = api.stopServing();
        assertThat(abuser.answer()).isEqualTo(429);
        ApiFixture.await(stopped);
    }

    @Test
    void onlySoManyAreHeldBack() throws Exception {
        int port = serveLate();
        for (int i = 0; i < LateAnswers.MAX; i++) {
            client(port).send(request("/"));
        }
        awaitWaiting(LateAnswers.MAX);
        assertThat(client(port).ask(request("/"))).isEqualTo(200);
        clients.get(0).close();
        awaitWaiting(LateAnswers.MAX - 1);
        ApiFixture.await(onContext(() -> {
            late.flush();
            return null;
        }));
        assertThat(clients.get(1).answer()).isEqualTo(200);
        awaitWaiting(0);
    }

    /** Whose answers would wait for an hour, on one event loop. */
    private int serveLate() {
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
        return ApiFixture.await(onContext(() -> {
                    late = new LateAnswers(vertx);
                    return vertx.createHttpServer()
                            .requestHandler(
                                    request -> late.send(request, TimeUnit.HOURS.toMillis(1), () -> request.response()
                                            .end()));
                })
                .compose(server -> server.listen(0, "127.0.0.1"))
                .map(HttpServer::actualPort));
    }

    private <T> Future<T> onContext(Callable<T> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    private void awaitWaiting(int count) throws InterruptedException {
        while (ApiFixture.await(onContext(late::size)) != count) {
            Thread.sleep(10);
        }
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    /** One connection that stays open. */
    private static final class Client implements AutoCloseable {
        private static final int PATIENCE_MILLIS = 60_000;

        private final Socket socket;
        private final BufferedReader reader;

        Client(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        void send(String octets) throws IOException {
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.US_ASCII));
        }

        int ask(String request) throws IOException {
            send(request);
            return answer();
        }

        /** The status of the next answer, whose body is dropped. */
        int answer() throws IOException {
            int status = Integer.parseInt(reader.readLine().split(" ")[1]);
            int length = 0;
            for (var line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
                var header = line.toLowerCase().split(": ");
                length = header[0].equals("content-length") ? Integer.parseInt(header[1]) : length;
            }
            assertThat(reader.skip(length)).isEqualTo(length);
            return status;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
