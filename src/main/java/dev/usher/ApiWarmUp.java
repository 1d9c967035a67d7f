package dev.usher;

import dev.usher.http.ApiVerticle;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Sends requests to a private API instance, so that the first caller does not pay for class loading. They read a user
 * that does not exist, and try to create one without a name: nothing is written.
 */
final class ApiWarmUp {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int ROUNDS = 20;
    private static final int AT_ONCE = 8;
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final int BUSY = 503;

    private final HttpClient client;
    private final int port;
    private final String token;

    private ApiWarmUp(HttpClient client, int port, String token) {
        this.client = client;
        this.port = port;
        this.token = token;
    }

    /**
     * Waits until the store answers a request. Fails if the API cannot be served. Later failures of the warm-up are
     * ignored.
     *
     * @param patient whether to keep waiting
     */
    static Future<Void> run(Vertx vertx, BooleanSupplier patient, ApiVerticle.Plan plan) {
        var port = new AtomicInteger();
        var token = UUID.randomUUID().toString();
        return vertx.deployVerticle(plan.rehearsal(token).at(LOOPBACK, 0, port::set))
                .compose(id -> call(vertx, patient, port.get(), token).compose(done -> vertx.undeploy(id)));
    }

    private static Future<Void> call(Vertx vertx, BooleanSupplier patient, int port, String token) {
        var client = vertx.createHttpClient();
        var warmUp = new ApiWarmUp(client, port, token);
        return StartStep.run(vertx, "warm-up", patient, warmUp::first)
                .compose(answered -> warmUp.rounds(ROUNDS)
                        .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                        .otherwiseEmpty())
                .eventually(client::close);
    }

    private Future<Void> first() {
        return get().compose(status -> status == BUSY
                ? Future.failedFuture(new UnavailableException("the first request was answered " + BUSY, null))
                : Future.succeededFuture());
    }

    private Future<Void> rounds(int left) {
        if (left == 0) {
            return Future.succeededFuture();
        }
        var round = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> i % 2 == 0 ? get() : post())
                .toList();
        return Future.join(round).compose(done -> rounds(left - 1));
    }

    /** Returns the response status. */
    private Future<Integer> get() {
        return client.request(options(HttpMethod.GET, "/users/warm-up")).compose(request -> request.send()
                .compose(response -> response.body().map(response.statusCode())));
    }

    private Future<?> post() {
        return client.request(options(HttpMethod.POST, "/users").putHeader("Content-Type", "application/json"))
                .compose(request -> request.send(Buffer.buffer("{}")).compose(HttpClientResponse::body));
    }

    private RequestOptions options(HttpMethod method, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(LOOPBACK)
                .setPort(port)
                .setURI(path)
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
}
