package dev.usher.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.http.ApiFixture;
import dev.usher.http.EdgeOptions;
import dev.usher.http.RawReply;
import dev.usher.http.access.ClientRateLimiter;
import dev.usher.http.request.BodyReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    /** In a field: Vert.x closes a client that the garbage collector finds unreachable. */
    private HttpClient client;

    @AfterEach
    void close() {
        ApiFixture.await(vertx.close());
    }

    private ApiFixture limited(boolean proxied) {
        var edge = new EdgeOptions(
                Optional.empty(),
                List.of(),
                Optional.of(new ClientRateLimiter(2, () -> 0)),
                address -> proxied,
                EdgeListener.NONE);
        return new ApiFixture(own -> edge, (operation, status, outcome, nanos) -> counted.incrementAndGet());
    }

    /** Each on a connection of its own in HTTP/1.1, all on one in HTTP/2. */
    private List<Future<HttpClientRequest>> requests(int count, HttpVersion version, int port) {
        connect(version);
        return IntStream.range(0, count)
                .mapToObj(i -> client.request(HttpMethod.GET, port, "127.0.0.1", "/nothing")
                        .onSuccess(HttpClientRequest::end))
                .toList();
    }

    private HttpClient connect(HttpVersion version) {
        client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false),
                new PoolOptions().setHttp1MaxSize(1_000));
        return client;
    }

    private static int status(Future<HttpClientRequest> request) {
        return ApiFixture.await(request.compose(HttpClientRequest::response)).statusCode();
    }

    /**
     * Four are served, four refused at once, and the others late, one after the other: of forty, that would take longer
     * than the timeout of this test.
     */
    @ParameterizedTest
    @CsvSource({"10, false, 1450", "40, true, 0"})
    void refusalsBeyondTheFirstOnesAreLateExceptThroughATrustedProxy(int count, boolean proxied, int minMillis) {
        try (var api = limited(proxied)) {
            long begun = System.nanoTime();
            var requests = (GET + "\r\n").repeat(count - 1) + GET + "Connection: close\r\n\r\n";
            var reply = RawReply.exchange(api.port(), requests.getBytes(StandardCharsets.US_ASCII));
            assertThat(reply.body().split("HTTP/1.1 429", -1)).hasSize(1 + count - 4);
            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(minMillis));
        }
    }

    @Test
    void whatIsHeldBackIsAnsweredBeforeTheServerEnds() {
        try (var api = limited(false)) {
            var held = requests(40, HttpVersion.HTTP_1_1, api.port());
            Eventually.holds(() -> assertThat(counted).hasValue(held.size()));
            ApiFixture.await(api.stopServing());
            assertThat(held).extracting(LateAnswersTest::status).containsOnly(404, 429);
        }
    }

    /** Answers would wait for an hour, on one event loop: that of the test's thread. */
    @ParameterizedTest
    @CsvSource({"HTTP_1_1, " + LateAnswers.MAX, "HTTP_2, " + LateAnswers.MAX_OF_CONNECTION})
    void onlySoManyAreHeldBack(HttpVersion version, int max) {
        var late = new LateAnswers(vertx);
        var server = ApiFixture.await(vertx.createHttpServer()
                .requestHandler(request -> late.send(request, TimeUnit.HOURS.toMillis(1), () -> request.response()
                        .end()))
                .listen(0, "127.0.0.1"));
        var requests = requests(max + 1, version, server.actualPort());
        Eventually.holds(() -> assertThat(size(late)).isEqualTo(max));
        ApiFixture.await(Future.any(requests.stream()
                .map(request -> request.compose(HttpClientRequest::response))
                .toList()));
        var held = requests.stream()
                .filter(request -> !request.result().response().isComplete())
                .toList();
        held.get(0).result().reset();
        Eventually.holds(() -> assertThat(size(late)).isEqualTo(max - 1));
        vertx.runOnContext(now -> late.flush());
        assertThat(held.subList(1, max)).extracting(LateAnswersTest::status).containsOnly(200);
        assertThat(size(late)).isZero();
    }

    /** An unread body would fill the flow-control window of the whole connection, and memory that no limit covers. */
    @Test
    void bodyOfARequestIsReadMeanwhileInHttp2() {
        var late = new LateAnswers(vertx);
        var server = ApiFixture.await(vertx.createHttpServer()
                .requestHandler(request -> {
                    BodyReader.discard(request.pause());
                    late.send(request, TimeUnit.HOURS.toMillis(1), () -> request.response()
                            .end());
                })
                .listen(0, "127.0.0.1"));
        var request = ApiFixture.await(
                connect(HttpVersion.HTTP_2).request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/nothing"));
        ApiFixture.await(request.end(Buffer.buffer(new byte[500_000])));
        assertThat(request.response().isComplete()).isFalse();
    }

    private int size(LateAnswers late) {
        return ApiFixture.await(Future.future(size -> vertx.runOnContext(now -> size.complete(late.waiting.size()))));
    }
}
