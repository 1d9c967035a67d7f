package dev.usher.http;

import dev.usher.contract.Operation;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Names and values of the headers by which responses restrict browsers and caches. */
final class Precautions {
    static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    static final CharSequence NO_SNIFFING = HttpHeaders.createOptimized("nosniff");
    static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("strict-transport-security");
    static final CharSequence A_YEAR = HttpHeaders.createOptimized("max-age=31536000");
    static final CharSequence SECURITY_POLICY = HttpHeaders.createOptimized("content-security-policy");
    static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("x-frame-options");
    static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
    static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("referrer-policy");
    static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");

    static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    static final CharSequence REVALIDATE = HttpHeaders.createOptimized("no-cache");

    private static final CharSequence BY_ITS_READER = HttpHeaders.createOptimized("private, no-cache");

    private Precautions() {}

    /**
     * Allows caching only of an event, which has an entity tag: by the caller's cache, or by every cache where callers
     * have no tokens. Must run after the {@link Entrance}.
     */
    static void personal(RoutingContext ctx, Operation operation) {
        if (operation == Operation.GET_EVENT) {
            boolean shared = Admitted.of(ctx).caller().userId().isEmpty();
            ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, shared ? REVALIDATE : BY_ITS_READER);
        }
        ctx.next();
    }
}
