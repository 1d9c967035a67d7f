package dev.usher.http;

import dev.usher.access.Caller;
import dev.usher.bus.Deadline;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * Context of an authenticated request: caller, access-log entry and deadline. Set by the {@link Entrance} for all later
 * handlers.
 *
 * @param deadline starts when the request's headers arrive
 */
record Admitted(Caller caller, Exchange exchange, Deadline deadline) {
    private static final String KEY = "usher.admitted";

    void into(RoutingContext ctx) {
        ctx.put(KEY, this);
    }

    /** Throws if the request was not authenticated (fails closed). */
    static Admitted of(RoutingContext ctx) {
        return Objects.requireNonNull(ctx.get(KEY), "the request was not authenticated");
    }

    /** Sends the response, and records it as the operation's. */
    void send(RoutingContext ctx, Reply reply) {
        exchange.problem(reply.problem());
        reply.send(ctx.request());
        if (reply.isStream()) {
            exchange.answered();
        }
    }
}
