package dev.usher.http.access;

import dev.usher.http.operation.Endpoints;
import dev.usher.http.response.RequestId;
import dev.usher.http.sse.SseSubscribers;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * CORS policy: pages of the configured origins may call from a browser, and read the headers of a response. Responses
 * to all other origins have no CORS headers, so that browsers withhold them from the page; a page of the server's own
 * origin needs none. No origin may send credentials that a browser adds by itself, such as cookies. Belongs to one
 * event loop.
 */
public final class CorsPolicyHandler implements Handler<RoutingContext> {
    private static final int PREFLIGHT_SECONDS = 3_600;

    private static final Set<String> EXPOSED = names(
            HttpHeaders.LOCATION,
            HttpHeaders.ETAG,
            HttpHeaders.createOptimized("link"),
            HttpHeaders.createOptimized("content-disposition"),
            HttpHeaders.RETRY_AFTER,
            AuthChallenge.WWW_AUTHENTICATE,
            RateLimitHandler.LEFT,
            RateLimitHandler.POLICY,
            RequestId.HEADER);

    private final List<String> origins;
    private final Set<String> named;
    private final CorsHandler leave;

    public CorsPolicyHandler(List<String> origins) {
        this.origins = List.copyOf(origins);
        named = Set.copyOf(origins);
        leave = CorsHandler.create()
                .addOrigins(origins)
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE))
                .allowedHeaders(names(
                        HttpHeaders.AUTHORIZATION,
                        HttpHeaders.CONTENT_TYPE,
                        HttpHeaders.IF_MATCH,
                        HttpHeaders.IF_NONE_MATCH,
                        Endpoints.IDEMPOTENCY_KEY,
                        SseSubscribers.LAST_EVENT_ID,
                        RequestId.HEADER,
                        "traceparent",
                        "tracestate"))
                .exposedHeaders(EXPOSED)
                .maxAgeSeconds(PREFLIGHT_SECONDS);
    }

    public List<String> origins() {
        return origins;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var origin = ctx.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && named.contains(origin)) {
            leave.handle(ctx);
        } else {
            ctx.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            ctx.next();
        }
    }

    /**
     * Adds the headers to a response that is sent before the router, so that a configured origin's page may read it.
     */
    void mark(HttpServerRequest request) {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        var headers = request.response().headers().set(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (origin != null && named.contains(origin)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(",", EXPOSED));
        }
    }

    private static Set<String> names(CharSequence... headers) {
        var names = new LinkedHashSet<String>();
        for (var header : headers) {
            names.add(header.toString());
        }
        return names;
    }
}
