package dev.usher.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.http.ApiFixture;
import dev.usher.http.EdgeOptions;
import dev.usher.http.RawReply;
import dev.usher.http.access.ClientRateLimiter;
import dev.usher.http.tls.EdgeListener;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Delayed answers for a client that continues after refusals. The clock of the allowances is fixed, so that each
 * refusal is delayed by half a second more than the one before; times are bounded from below only.
 */
@Timeout(120)
class LateAnswersTest {
    private static final String GET = "GET /nothing HTTP/1.1\r\nHost: x\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger counted = new AtomicInteger();

    @AfterEach
    void close() {
        ApiFixture.await(vertx.close());
    }

    private ApiFixture limited(Predicate<InetAddress> proxies) {
        var edge = new EdgeOptions(
                Optional.empty(),
                List.of(),
                Optional.of(new ClientRateLimiter(2, () -> 0)),
                proxies,
                EdgeListener.NONE);
        return new ApiFixture(3_000, own -> edge, (operation, status, outcome, nanos) -> counted.incrementAndGet());
    }

    /** Each on a connection of its own in HTTP/1.1, all on one in HTTP/2. */
    private List<Future<HttpClientRequest>> requests(int count, HttpVersion version, int port) {
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false),
                new PoolOptions().setHttp1MaxSize(1_000));
        return IntStream.range(0, count)
                .mapToObj(i -> client.request(HttpMethod.GET, port, "127.0.0.1", "/nothing")
                        .onSuccess(HttpClientRequest::end))
                .toList();
    }

    private static int status(Future<HttpClientRequest> request) {
        return ApiFixture.await(request.compose(HttpClientRequest::response)).statusCode();
    }

    /** Four are served, four refused at once, and three refused late, one after the other. */
    @Test
    void refusalsBeyondTheFirstOnesAreLate() {
        try (var api = limited(address -> false)) {
            long begun = System.nanoTime();
            var requests = (GET + "\r\n").repeat(10) + GET + "Connection: close\r\n\r\n";
            var reply = RawReply.exchange(api.port(), requests.getBytes(StandardCharsets.US_ASCII));
            assertThat(reply.body().split("HTTP/1.1 429", -1)).hasSize(1 + 7);
            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.SECONDS.toNanos(2));
        }
    }

    /** Most of them would have to wait for ten seconds, and all of them come one after the other. */
    @Test
    void anAnswerThroughATrustedProxyIsNotHeldBack() {
        try (var api = limited(InetAddress::isLoopbackAddress)) {
            for (int i = 0; i < 40; i++) {
                api.get("/nothing");
            }
        }
    }

    @Test
    void whatIsHeldBackIsAnsweredBeforeTheServerEnds() {
        try (var api = limited(address -> false)) {
            var held = requests(40, HttpVersion.HTTP_1_1, api.port());
            await().atMost(60, TimeUnit.SECONDS).until(() -> counted.get() == held.size());
            ApiFixture.await(api.stopServing());
            assertThat(held).extracting(LateAnswersTest::status).containsOnly(404, 429);
        }
    }

    /** Answers would wait for an hour, on one event loop. */
    @ParameterizedTest
    @CsvSource({"HTTP_1_1, " + LateAnswers.MAX, "HTTP_2, " + LateAnswers.MAX_OF_CONNECTION})
    void onlySoManyAreHeldBack(HttpVersion version, int max) {
        var context = vertx.getOrCreateContext();
        var late = new LateAnswers(vertx);
        Promise<Integer> port = Promise.promise();
        context.runOnContext(start -> vertx.createHttpServer()
                .requestHandler(request -> late.send(request, TimeUnit.HOURS.toMillis(1), () -> request.response()
                        .end()))
                .listen(0, "127.0.0.1")
                .map(server -> server.actualPort())
                .onComplete(port));
        var requests = requests(max + 1, version, ApiFixture.await(port.future()));
        await().atMost(60, TimeUnit.SECONDS).until(() -> size(context, late) == max);
        var answered = ApiFixture.await(Future.any(requests.stream()
                .map(request -> request.compose(HttpClientRequest::response))
                .toList()));
        var held = IntStream.rangeClosed(0, max)
                .filter(i -> !answered.succeeded(i))
                .mapToObj(requests::get)
                .toList();
        held.get(0).result().reset();
        await().atMost(60, TimeUnit.SECONDS).until(() -> size(context, late) == max - 1);
        context.runOnContext(now -> late.flush());
        assertThat(held.subList(1, max)).extracting(LateAnswersTest::status).containsOnly(200);
        assertThat(size(context, late)).isZero();
    }

    private static int size(Context context, LateAnswers late) {
        Promise<Integer> size = Promise.promise();
        context.runOnContext(now -> size.complete(late.size()));
        return ApiFixture.await(size.future());
    }
}
