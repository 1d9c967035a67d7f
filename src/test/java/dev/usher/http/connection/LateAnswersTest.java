package dev.usher.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.http.ApiFixture;
import dev.usher.http.EdgeOptions;
import dev.usher.http.Http2Socket;
import dev.usher.http.RawReply;
import dev.usher.http.access.ClientRateLimiter;
import dev.usher.http.tls.CertificateReloader;
import dev.usher.http.tls.EdgeListener;
import dev.usher.tls.TestCertificate;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Delayed answers for a client that continues after refusals. The clock of the allowances is fixed, so that each
 * refusal is delayed by half a second more than the one before; times are bounded from below only.
 */
@Timeout(120)
class LateAnswersTest {
    private static final int PER_SECOND = 2;
    /** Four requests are allowed, and four refusals are not late. */
    private static final int AT_ONCE = 8;

    private static final long NANOS = TimeUnit.SECONDS.toNanos(2);

    @TempDir
    private static Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger counted = new AtomicInteger();
    private ApiFixture api;

    private void limited(Predicate<InetAddress> proxies, Function<Vertx, Optional<CertificateReloader>> tls) {
        var allowances = Optional.of(new ClientRateLimiter(PER_SECOND, () -> 0));
        api = new ApiFixture(
                3_000,
                vertx -> new EdgeOptions(tls.apply(vertx), List.of(), allowances, proxies, EdgeListener.NONE),
                (operation, status, outcome, nanos) -> counted.incrementAndGet());
    }

    private void limited() {
        limited(address -> false, vertx -> Optional.empty());
    }

    @AfterEach
    void stop() {
        if (api != null) {
            api.close();
        }
    }

    /** Each on a connection of its own. */
    private List<CompletableFuture<HttpResponse<Void>>> send(int requests, int port) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/nothing"))
                .build();
        return IntStream.range(0, requests)
                .mapToObj(i -> client.sendAsync(request, BodyHandlers.discarding()))
                .toList();
    }

    @Test
    void aClientThatGoesOnIsAnsweredLateOverAnyConnection() {
        limited();
        long begun = System.nanoTime();
        var answers = send(AT_ONCE + 4, api.port()).stream()
                .map(CompletableFuture::join)
                .map(HttpResponse::statusCode);
        assertThat(answers).containsOnly(404, 429);
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(NANOS);
    }

    @Test
    void requestsThatCameAllAtOnceAreAnsweredOneByOne() {
        limited();
        long begun = System.nanoTime();
        var requests = "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n".repeat(AT_ONCE + 2)
                + "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        var reply = RawReply.exchange(api.port(), requests.getBytes(StandardCharsets.US_ASCII));
        assertThat(reply.body().split("HTTP/1.1 429", -1)).hasSize(AT_ONCE / 2 + 3 + 1);
        assertThat(System.nanoTime() - begun).isGreaterThan(NANOS);
    }

    @Test
    void aConnectionOfHttp2WaitsToo() throws Exception {
        var pair = TestCertificate.in(folder, "usher");
        limited(
                address -> false,
                vertx -> Optional.of(ApiFixture.await(
                        CertificateReloader.load(vertx, pair.certificate(), pair.key(), EdgeListener.NONE))));
        try (var abuser = Http2Socket.open(api.port())) {
            long begun = System.nanoTime();
            for (int i = 0; i < AT_ONCE + 4; i++) {
                abuser.request(2 * i + 1, Http2Socket.END_STREAM, "GET", "/nothing");
            }
            for (int i = 0; i < AT_ONCE + 4; i++) {
                assertThat(abuser.next(Http2Socket.HEADERS).status()).isIn("404", "429");
            }
            assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(NANOS);
        }
    }

    /** Most of them would have to wait for ten seconds, and all of them come one after the other. */
    @Test
    void anAnswerThroughATrustedProxyIsNotHeldBack() {
        limited(InetAddress::isLoopbackAddress, vertx -> Optional.empty());
        for (int i = 0; i < 40; i++) {
            send(1, api.port()).get(0).join();
        }
    }

    @Test
    void whatIsHeldBackIsAnsweredBeforeTheServerEnds() throws Exception {
        limited();
        var answers = send(40, api.port());
        while (counted.get() < answers.size()) {
            Thread.sleep(10);
        }
        ApiFixture.await(api.stopServing());
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isIn(404, 429));
    }

    /** Answers would wait for an hour, on one event loop. */
    @Test
    void onlySoManyAreHeldBack() throws Exception {
        var vertx = Vertx.vertx();
        var context = vertx.getOrCreateContext();
        var late = new LateAnswers(vertx);
        int port = ApiFixture.await(on(context, () -> vertx.createHttpServer()
                                .requestHandler(request ->
                                        late.send(request, TimeUnit.HOURS.toMillis(1), () -> request.response()
                                                .end()))
                                .listen(0, "127.0.0.1"))
                        .compose(listening -> listening))
                .actualPort();
        var held = send(LateAnswers.MAX, port);
        awaitWaiting(context, late, LateAnswers.MAX);
        assertThat(send(1, port).get(0).join().statusCode()).isEqualTo(200);
        held.get(0).cancel(true);
        awaitWaiting(context, late, LateAnswers.MAX - 1);
        context.runOnContext(now -> late.flush());
        assertThat(held.get(1).join().statusCode()).isEqualTo(200);
        awaitWaiting(context, late, 0);
        ApiFixture.await(vertx.close());
    }

    private static void awaitWaiting(Context context, LateAnswers late, int count) throws InterruptedException {
        while (ApiFixture.await(on(context, late::size)) != count) {
            Thread.sleep(10);
        }
    }

    private static <T> Future<T> on(Context context, Callable<T> work) {
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
}
