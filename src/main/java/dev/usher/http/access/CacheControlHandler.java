package dev.usher.http.access;

import dev.usher.contract.Operation;
import dev.usher.http.response.SecurityHeaders;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Allows caching only of an event, which has an entity tag: by the caller's cache, or by every cache where callers have
 * no tokens. Names the header that selects a representation. Must run after the {@link BearerAuthHandler}.
 */
public final class CacheControlHandler implements Handler<RoutingContext> {
    private static final CharSequence PRIVATE = HttpHeaders.createOptimized("private, no-cache");

    private final Operation operation;

    public CacheControlHandler(Operation operation) {
        this.operation = operation;
    }

    @Override
    public void handle(RoutingContext ctx) {
        if (operation == Operation.GET_EVENT || operation == Operation.LIST_USER_EVENTS) {
            ctx.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        }
        if (operation == Operation.GET_EVENT) {
            boolean shared = RequestContext.of(ctx).caller().userId().isEmpty();
            ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, shared ? SecurityHeaders.REVALIDATE : PRIVATE);
        }
        ctx.next();
    }
}
