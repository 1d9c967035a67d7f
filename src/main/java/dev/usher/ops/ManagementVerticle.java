package dev.usher.ops;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the health checks and the metrics on the management port. Deployed once, on a Vert.x instance of its own: the
 * event loops of the API can be busy, or blocked, and this port still answers.
 */
public final class ManagementVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementVerticle.class);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int IDLE_SECONDS = 60;

    private final String host;
    private final int port;
    private final ReadinessCheck readiness;
    private final Supplier<String> metrics;
    private final IntConsumer listening;

    /**
     * @param port 0 for a free one
     * @param metrics supplies all metrics as text; called on a worker thread
     * @param listening receives the port
     */
    public ManagementVerticle(
            String host, int port, ReadinessCheck readiness, Supplier<String> metrics, IntConsumer listening) {
        this.host = host;
        this.port = port;
        this.readiness = readiness;
        this.metrics = metrics;
        this.listening = listening;
    }

    @Override
    public Future<?> start() {
        var options = new HttpServerOptions().setHttp2ClearTextEnabled(false).setIdleTimeout(IDLE_SECONDS);
        return vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen(port, host)
                .onSuccess(bound -> listening.accept(bound.actualPort()));
    }

    private void answer(HttpServerRequest request) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            send(request, METHOD_NOT_ALLOWED, body("method-not-allowed"));
            return;
        }
        switch (request.path()) {
            case "/health/live" -> send(request, OK, body("live"));
            case "/health/ready" ->
                readiness.now(vertx).onSuccess(ready -> {
                    int status = ready.state() == ReadinessCheck.State.READY ? OK : UNAVAILABLE;
                    var body = body(ready.state().name().toLowerCase(Locale.ROOT));
                    ready.reason().ifPresent(reason -> body.put("reason", reason));
                    send(request, status, body);
                });
            case "/metrics" -> scrape(request);
            default -> send(request, NOT_FOUND, body("not-found"));
        }
    }

    private void scrape(HttpServerRequest request) {
        vertx.executeBlocking(metrics::get, false)
                .onSuccess(text -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS_TEXT)
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(text))
                .onFailure(failure -> {
                    LOG.error("metrics scrape failed", failure);
                    send(request, FAILED, body("failed"));
                });
    }

    private static JsonObject body(String status) {
        return new JsonObject().put("status", status);
    }

    private static void send(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.toBuffer());
    }
}
