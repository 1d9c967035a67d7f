package dev.usher.http;

import dev.usher.bus.Deadline;
import dev.usher.bus.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one operation's requests: body, rules, endpoint, answer. A request's deadline starts here, in the same
 * moment in which its headers arrived. Belongs to one event loop.
 */
final class OperationHandler implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(OperationHandler.class);

    private final Operation operation;
    private final RequestRules rules;
    private final Endpoints.Endpoint endpoint;
    private final long timeoutMillis;
    private final RequestWatch watch;

    OperationHandler(
            Operation operation,
            RequestRules rules,
            Endpoints.Endpoint endpoint,
            long timeoutMillis,
            RequestWatch watch) {
        this.operation = operation;
        this.rules = rules;
        this.endpoint = endpoint;
        this.timeoutMillis = timeoutMillis;
        this.watch = watch;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var exchange = Exchange.of(operation, ctx.response(), watch);
        var deadline = Deadline.inMillis(timeoutMillis);
        if (!rules.takesBody()) {
            answer(ctx, exchange, null, deadline);
        } else if (rules.takesBodyOf(ctx.request().headers())) {
            BodyIntake.collect(ctx.vertx(), ctx.request(), deadline, body -> answer(ctx, exchange, body, deadline));
        } else {
            Answer.problem(ProblemType.UNSUPPORTED_MEDIA_TYPE).send(ctx.response());
        }
    }

    private void answer(RoutingContext ctx, Exchange exchange, Buffer body, Deadline deadline) {
        Future<? extends Reply> answer;
        try {
            answer = rules.check(ctx, body, deadline)
                    .<Future<? extends Reply>>fold(
                            endpoint, places -> Future.succeededFuture(Answer.problem(Problem.invalid(places))));
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        answer.onComplete(ready -> send(ctx, exchange, ready), failure -> send(ctx, exchange, unforeseen(failure)));
    }

    private static void send(RoutingContext ctx, Exchange exchange, Reply reply) {
        exchange.problem(reply.problem());
        reply.send(ctx.response());
    }

    private Answer unforeseen(Throwable failure) {
        if (failure instanceof ServiceException) {
            LOG.warn("operation={} answered 500: the service logged why", operation.id());
        } else {
            LOG.error("operation={} answered 500", operation.id(), failure);
        }
        return Answer.problem(ProblemType.INTERNAL_ERROR);
    }
}
