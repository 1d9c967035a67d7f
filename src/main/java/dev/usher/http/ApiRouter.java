package dev.usher.http;

import dev.usher.authz.Scope;
import dev.usher.contract.Operation;
import dev.usher.contract.RequestValidator;
import dev.usher.http.access.BearerAuthHandler;
import dev.usher.http.access.CacheControlHandler;
import dev.usher.http.access.CorsPolicyHandler;
import dev.usher.http.access.RateLimitHandler;
import dev.usher.http.access.TokenAuthenticator;
import dev.usher.http.operation.AuthorizingEndpoint;
import dev.usher.http.operation.Endpoints;
import dev.usher.http.operation.EventOwnership;
import dev.usher.http.operation.OperationHandler;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.ProblemType;
import dev.usher.http.roster.RosterDownloads;
import dev.usher.http.sse.SseSubscribers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the router of one {@link ApiVerticle} instance: the contract's operations, the documentation pages, and the
 * responses to errors of the router.
 */
final class ApiRouter {
    private static final Logger LOG = LoggerFactory.getLogger(ApiRouter.class);

    private ApiRouter() {}

    static Router create(
            Vertx vertx,
            ApiVerticle.Plan plan,
            SseSubscribers streams,
            RosterDownloads downloads,
            Optional<TokenAuthenticator> tokens,
            Optional<CorsPolicyHandler> origins,
            Optional<RateLimitHandler> limit) {
        var contract = plan.published().contract();
        var docs = plan.published().docs();
        var builder = RouterBuilder.create(vertx, contract.openApi(), RequestExtractor.withBodyHandler())
                .security(BearerAuthHandler.SCHEME)
                .httpHandler(new BearerAuthHandler(tokens, plan.requestTimeoutMillis(), plan.listener(), limit));
        origins.ifPresent(builder::rootHandler);
        var owners = new EventOwnership(plan.bus());
        Function<Scope, String> scopeNames =
                tokens.<Function<Scope, String>>map(check -> check::scopeName).orElse(Scope::text);
        var endpoints = new Endpoints(plan.bus(), streams, downloads, owners, scopeNames, limit);
        for (var operation : Operation.values()) {
            var rules = new RequestValidator(contract, operation);
            var handler = new OperationHandler(
                    operation,
                    rules,
                    new AuthorizingEndpoint(contract.rule(operation), owners, scopeNames, endpoints.of(operation)));
            for (var id : List.of(operation.id(), Operation.headId(operation.id()))) {
                var route = builder.getRoute(id);
                if (route != null) {
                    route.setDoValidation(false)
                            .addHandler(new CacheControlHandler(operation))
                            .addHandler(handler);
                }
            }
        }
        var patches = new RequestValidator(contract, Operation.UPDATE_EVENT).mediaTypes();
        var router = builder.createRouter();
        docs.serveOn(router, origins.map(CorsPolicyHandler::origins).orElse(List.of()));
        var allowed = new AllowedMethods(contract.openApi(), docs);
        return router.errorHandler(ProblemType.PATH_NOT_FOUND.status(), ctx -> fail(ctx, ProblemType.PATH_NOT_FOUND))
                .errorHandler(ProblemType.METHOD_NOT_ALLOWED.status(), ctx -> {
                    var methods = allowed.of(ctx.normalizedPath());
                    ctx.response().putHeader(HttpHeaders.ALLOW, methods);
                    if (methods.contains(HttpMethod.PATCH.name())) {
                        ctx.response().putHeader(OperationHandler.ACCEPT_PATCH, patches);
                    }
                    fail(ctx, ProblemType.METHOD_NOT_ALLOWED);
                })
                .errorHandler(
                        ProblemType.INVALID_REQUEST.status(),
                        ctx -> JsonResponse.problem(ProblemType.INVALID_REQUEST).sendLast(ctx.request()))
                .errorHandler(ProblemType.INTERNAL_ERROR.status(), ctx -> {
                    LOG.error("path={} answered 500", ctx.normalizedPath(), ctx.failure());
                    fail(ctx, ProblemType.INTERNAL_ERROR);
                });
    }

    private static void fail(RoutingContext ctx, ProblemType type) {
        JsonResponse.problem(type).send(ctx.request());
    }
}
