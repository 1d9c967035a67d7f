package dev.usher.http.access;

import dev.usher.authz.Caller;
import dev.usher.http.response.AccessLog;
import dev.usher.http.response.Response;
import dev.usher.service.Deadline;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * Context of an authenticated request: caller, access-log entry and deadline. Set by the {@link BearerAuthHandler} for
 * all later handlers.
 *
 * @param deadline starts when the request's headers arrive
 */
public record RequestContext(Caller caller, AccessLog exchange, Deadline deadline) {
    private static final String KEY = "usher.admitted";

    void into(RoutingContext ctx) {
        ctx.put(KEY, this);
    }

    /** Throws if the request was not authenticated (fails closed). */
    public static RequestContext of(RoutingContext ctx) {
        return Objects.requireNonNull(ctx.get(KEY), "the request was not authenticated");
    }

    /** Sends the response, and records it as the operation's. */
    public void send(RoutingContext ctx, Response reply) {
        exchange.problem(reply.problem());
        reply.send(ctx.request());
        if (reply.isStream()) {
            exchange.answered();
        }
    }
}
