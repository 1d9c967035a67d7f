package dev.usher.http;

import dev.usher.acceptance.Eventually;
import dev.usher.bus.ServiceBus;
import dev.usher.contract.ContractCheck;
import dev.usher.http.access.TokenAuthenticator;
import dev.usher.http.connection.ConnectionLimiter;
import dev.usher.http.connection.EdgeListener;
import dev.usher.http.connection.VertxInternals;
import dev.usher.http.docs.PublishedContract;
import dev.usher.http.response.RequestListener;
import dev.usher.service.Outcome;
import dev.usher.service.Request;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** The API on a free port in front of fake services. Checks every answer against the contract. */
public final class ApiFixture implements AutoCloseable {
    private static final int CONNECTIONS = 10_000;
    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final AtomicReference<PublishedContract> PUBLISHED = new AtomicReference<>();

    private final Vertx vertx = Vertx.builder()
            .withTransport(VertxInternals.transport(
                    new ConnectionLimiter(CONNECTIONS, CONNECTIONS, address -> false, EdgeListener.NONE)))
            .build();
    private final ServiceBus bus = new ServiceBus(vertx);
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger port = new AtomicInteger();
    private final String deployment;
    private Future<Void> stopped;

    public ApiFixture() {
        this(vertx -> EdgeOptions.PLAIN);
    }

    public ApiFixture(Function<Vertx, EdgeOptions> edge) {
        this(edge, RequestListener.NONE);
    }

    public ApiFixture(Function<Vertx, EdgeOptions> edge, RequestListener listener) {
        this(Eventually.PATIENT_MILLIS, edge, listener, Optional.empty());
    }

    public ApiFixture(long timeoutMillis) {
        this(timeoutMillis, vertx -> EdgeOptions.PLAIN);
    }

    public ApiFixture(long timeoutMillis, Function<Vertx, EdgeOptions> edge) {
        this(timeoutMillis, edge, RequestListener.NONE, Optional.empty());
    }

    public ApiFixture(
            long timeoutMillis,
            Function<Vertx, EdgeOptions> edge,
            RequestListener listener,
            Optional<Supplier<TokenAuthenticator>> tokens) {
        var made = edge.apply(vertx);
        deployment = await(published(vertx)
                .map(published -> ApiVerticle.plan(published, bus, timeoutMillis, listener, made, tokens))
                .compose(plan -> vertx.deployVerticle(
                        () -> plan.at("127.0.0.1", 0, port::set), new DeploymentOptions().setInstances(2))));
    }

    /** The same for all: each reading of it takes longer than most tests. */
    private static Future<PublishedContract> published(Vertx vertx) {
        var known = PUBLISHED.get();
        return known != null
                ? Future.succeededFuture(known)
                : PublishedContract.read(vertx).onSuccess(PUBLISHED::set);
    }

    public <A, Q extends Request<A>> void serve(Class<Q> type, Function<Q, Future<Outcome<A>>> service) {
        await(bus.serve(type, service));
    }

    public Vertx vertx() {
        return vertx;
    }

    public ServiceBus bus() {
        return bus;
    }

    public void publish(String address, Record news) {
        bus.publish(address, news);
    }

    /** The services stay. */
    public Future<Void> stopServing() {
        if (stopped == null) {
            stopped = vertx.undeploy(deployment);
        }
        return stopped;
    }

    public int port() {
        return port.get();
    }

    public HttpResponse<String> get(String path, String... headers) {
        var request = request(path).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        var request = request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        var response = sendUnchecked(request);
        CONTRACT.verify(response);
        return response;
    }

    /** The same for pages that are in no contract. */
    public HttpResponse<String> sendUnchecked(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends bytes as they are and reads until the server closes the connection; the answer is held to the contract. */
    RawReply raw(String method, String path, byte[] bytes) {
        var reply = RawReply.exchange(port(), bytes);
        CONTRACT.verify(method, path, reply.status(), reply.headers(), reply.body());
        return reply;
    }

    public static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    public static String code(HttpResponse<String> response) {
        return code(response.body());
    }

    public static String code(String body) {
        var type = new JsonObject(body).getString("type");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Does not wait: a connection that is still open has a second for requests that are on their way. */
    @Override
    public void close() {
        stopServing().onComplete(ended -> {
            bus.close();
            vertx.close();
        });
    }
}
