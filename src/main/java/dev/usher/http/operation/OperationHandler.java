package dev.usher.http.operation;

import dev.usher.contract.Operation;
import dev.usher.contract.RawRequest;
import dev.usher.contract.RequestValidator;
import dev.usher.http.access.RequestContext;
import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.request.BodyReader;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Problem;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.Response;
import dev.usher.service.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the authenticated requests of one operation: reads the body, validates, calls the endpoint, and sends the
 * response. Belongs to one event loop.
 */
public final class OperationHandler implements Handler<RoutingContext> {
    public static final CharSequence ACCEPT_PATCH = HttpHeaders.createOptimized("accept-patch");

    private static final Logger LOG = LoggerFactory.getLogger(OperationHandler.class);

    private final Operation operation;
    private final RequestValidator rules;
    private final Endpoints.Endpoint endpoint;

    public OperationHandler(Operation operation, RequestValidator rules, Endpoints.Endpoint endpoint) {
        this.operation = operation;
        this.rules = rules;
        this.endpoint = endpoint;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var admitted = RequestContext.of(ctx);
        if (!rules.takesBody()) {
            answer(ctx, admitted, null);
        } else if (rules.takesBodyOf(ctx.request().headers())) {
            BodyReader.collect(ctx.vertx(), ctx.request(), admitted.deadline(), body -> answer(ctx, admitted, body));
        } else {
            boolean patches = ctx.request().method() == HttpMethod.PATCH;
            ctx.response().putHeader(patches ? ACCEPT_PATCH : HttpHeaders.ACCEPT, rules.mediaTypes());
            if (RequestValidator.isCompressed(ctx.request().headers())) {
                ctx.response().putHeader(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
            }
            admitted.send(ctx, JsonResponse.problem(ProblemType.UNSUPPORTED_MEDIA_TYPE));
        }
    }

    private void answer(RoutingContext ctx, RequestContext admitted, Buffer body) {
        Future<? extends Response> answer;
        try {
            answer = rules.check(sent(ctx, body))
                    .<Future<? extends Response>>fold(
                            arguments -> endpoint.apply(new ValidatedRequest(
                                    arguments, admitted.deadline(), admitted.caller(), ctx.request())),
                            errors -> Future.succeededFuture(JsonResponse.problem(Problem.invalid(errors))));
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        answer.onComplete(ready -> admitted.send(ctx, ready), failure -> admitted.send(ctx, unforeseen(failure)));
    }

    private static RawRequest sent(RoutingContext ctx, Buffer body) {
        var request = ctx.request();
        var query = request.query() == null ? MultiMap.caseInsensitiveMultiMap() : ctx.queryParams();
        return new RawRequest(ctx.pathParams(), query, request.headers(), body);
    }

    private JsonResponse unforeseen(Throwable failure) {
        if (!(failure instanceof ServiceException)) {
            LOG.error("operation={} answered 500", operation.id(), failure);
        }
        return JsonResponse.problem(ProblemType.INTERNAL_ERROR);
    }
}
