package dev.usher.http;

import dev.usher.access.Caller;
import dev.usher.bus.Deadline;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * The first to see a request of an operation: finds out who calls, before the body is read and before anything is
 * checked. A request's deadline starts here, in the same moment in which its headers arrived, and is over when the
 * connection closes. Belongs to one event loop.
 */
final class Entrance implements Handler<RoutingContext> {
    private final Operation operation;
    private final long timeoutMillis;
    private final RequestWatch watch;

    Entrance(Operation operation, long timeoutMillis, RequestWatch watch) {
        this.operation = operation;
        this.timeoutMillis = timeoutMillis;
        this.watch = watch;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var exchange = Exchange.of(operation, ctx.response(), watch);
        var deadline = Deadline.inMillis(timeoutMillis);
        ctx.response().closeHandler(gone -> deadline.callerIsGone());
        new Admitted(Caller.ANYBODY, exchange, deadline).into(ctx);
        ctx.next();
    }
}
