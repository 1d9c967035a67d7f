package dev.usher.webhook;

import dev.usher.config.WebhookSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Client of the operator's endpoint. Verifies its certificate, follows no redirect, and drops the bodies of its
 * responses. Confined to the context that created it.
 */
final class WebhookClient implements WebhookEndpoint {
    private static final int CONNECT_MILLIS = 5_000;
    private static final long TIMEOUT_MILLIS = 15_000;
    /** Time and size that the body of a response may take before its connection is closed. */
    private static final long BODY_MILLIS = 2_000;

    private static final long BODY_OCTETS = 64 * 1024;

    private final WebhookSettings settings;
    private final long timeoutMillis;
    private final HttpClient client;

    WebhookClient(Vertx vertx, WebhookSettings settings, int connections) {
        this(vertx, settings, connections, TIMEOUT_MILLIS);
    }

    /** @param timeoutMillis how long the status of a response may take, from the beginning of the attempt */
    WebhookClient(Vertx vertx, WebhookSettings settings, int connections, long timeoutMillis) {
        this.settings = settings;
        this.timeoutMillis = timeoutMillis;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setTracingPolicy(TracingPolicy.IGNORE),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    @Override
    public Future<DeliveryAttempt> post(WebhookMessage message) {
        var request = client.request(options(message));
        return request.compose(open -> open.send(message.body()))
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .compose(WebhookClient::answered)
                .recover(failure -> {
                    request.onSuccess(HttpClientRequest::reset);
                    return Future.succeededFuture(DeliveryAttempt.failed(
                            failure instanceof TimeoutException ? DeliveryOutcome.TIMEOUT : DeliveryOutcome.UNREACHABLE,
                            failure));
                });
    }

    private RequestOptions options(WebhookMessage message) {
        long seconds = Instant.now().getEpochSecond();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(settings.url().toString())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.USER_AGENT, "usher")
                .putHeader("webhook-id", message.id())
                .putHeader("webhook-timestamp", Long.toString(seconds))
                .putHeader(
                        "webhook-signature",
                        WebhookSignature.of(settings.secrets(), message.id(), seconds, message.body()));
    }

    /** The status alone decides. A body that is long or slow costs its connection. */
    private static Future<DeliveryAttempt> answered(HttpClientResponse response) {
        var attempt = DeliveryAttempt.answered(
                response.statusCode(), response.getHeader(HttpHeaders.RETRY_AFTER), Instant.now());
        var octets = new long[1];
        response.handler(part -> {
            octets[0] += part.length();
            if (octets[0] > BODY_OCTETS) {
                response.request().reset();
            }
        });
        return response.end()
                .timeout(BODY_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(unread -> response.request().reset())
                .transform(dropped -> Future.succeededFuture(attempt));
    }
}
