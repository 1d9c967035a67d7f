package dev.usher.http;

import dev.usher.access.Caller;
import dev.usher.bus.Deadline;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * What a request of an operation carries once it is known who sends it. Every handler behind the {@link Entrance} finds
 * it.
 *
 * @param deadline runs since the request's headers arrived
 */
record Admitted(Caller caller, Exchange exchange, Deadline deadline) {
    private static final String KEY = "usher.admitted";

    void into(RoutingContext ctx) {
        ctx.put(KEY, this);
    }

    /** Fails for a request that came past the entrance: nobody is let in by mistake. */
    static Admitted of(RoutingContext ctx) {
        return Objects.requireNonNull(ctx.get(KEY), "a request came past the entrance");
    }

    /** Answers, and counts the answer as the operation's. */
    void send(RoutingContext ctx, Reply reply) {
        exchange.problem(reply.problem());
        reply.send(ctx.request());
        if (reply.isStream()) {
            exchange.answered();
        }
    }
}
