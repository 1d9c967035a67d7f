package dev.usher.http.access;

import dev.usher.authz.Caller;
import dev.usher.contract.Operation;
import dev.usher.http.response.AccessLog;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.RequestListener;
import dev.usher.http.response.Response;
import dev.usher.service.Deadline;
import dev.usher.service.UnavailableException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.JWTAuthHandler;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates the requests of an operation, before their body is read and anything else is checked. Implements the
 * contract's security scheme; the router puts it before every operation that names the scheme. Starts a request's
 * deadline at the moment its headers arrive; the deadline ends when the connection closes. Belongs to one event loop.
 */
public final class BearerAuthHandler implements JWTAuthHandler {
    /** Security scheme of the contract that this handler implements. */
    public static final String SCHEME = "bearer";

    private static final Logger LOG = LoggerFactory.getLogger(BearerAuthHandler.class);

    private final Optional<TokenAuthenticator> tokens;
    private final long timeoutMillis;
    private final RequestListener listener;
    private final Optional<RateLimitHandler> limit;

    /** @param tokens empty where no token is required */
    public BearerAuthHandler(
            Optional<TokenAuthenticator> tokens,
            long timeoutMillis,
            RequestListener listener,
            Optional<RateLimitHandler> limit) {
        this.tokens = tokens;
        this.timeoutMillis = timeoutMillis;
        this.listener = listener;
        this.limit = limit;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var exchange = AccessLog.of(operation(ctx), ctx.response(), listener);
        var arrival = new Arrival(ctx, exchange, Deadline.inMillis(timeoutMillis));
        if (tokens.isEmpty()) {
            arrival.admit(Caller.ANYBODY);
            return;
        }
        var authorization = ctx.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        var token = BearerToken.token(authorization);
        if (token.isEmpty()) {
            arrival.send(BearerToken.isIn(authorization) ? AuthChallenge.BAD_TOKEN : AuthChallenge.NO_TOKEN);
            return;
        }
        var known = tokens.get().known(token);
        if (known.isChecked()) {
            arrival.known(known.caller());
        } else {
            arrival.check(tokens.get(), token, known.cost(), limit);
        }
    }

    private static Operation operation(RoutingContext ctx) {
        io.vertx.openapi.contract.Operation declared =
                ctx.currentRoute().getMetadata(RouterBuilder.KEY_META_DATA_OPERATION);
        return Operation.of(declared.getOperationId());
    }

    /** Request that is not authenticated yet. */
    private record Arrival(RoutingContext ctx, AccessLog exchange, Deadline deadline) {
        /** Pauses the request until its token is checked: the handler of its body is set only afterwards. */
        void check(TokenAuthenticator tokens, String token, int cost, Optional<RateLimitHandler> limit) {
            ctx.request().pause();
            tokens.callerOf(token, deadline)
                    .onComplete(caller -> checked(caller, cost, limit), this::unknown)
                    .onComplete(done -> ctx.request().resume());
        }

        private void checked(Optional<Caller> caller, int cost, Optional<RateLimitHandler> limit) {
            if (limit.isEmpty() || limit.get().checked(ctx.request(), caller, cost, exchange)) {
                known(caller);
            }
        }

        private void known(Optional<Caller> caller) {
            if (caller.isPresent()) {
                admit(caller.get());
            } else {
                send(AuthChallenge.BAD_TOKEN);
            }
        }

        void admit(Caller caller) {
            ctx.response().closeHandler(gone -> deadline.callerIsGone());
            new RequestContext(caller, exchange, deadline).into(ctx);
            ctx.next();
        }

        private void unknown(Throwable failure) {
            if (failure instanceof UnavailableException) {
                send(JsonResponse.problem(ProblemType.BUSY));
            } else {
                LOG.error("token check failed", failure);
                send(JsonResponse.problem(ProblemType.INTERNAL_ERROR));
            }
        }

        void send(Response reply) {
            exchange.problem(reply.problem());
            reply.send(ctx.request());
        }
    }

    /** Not supported: the contract's scheme has no scopes. A later handler decides what a token allows. */
    @Override
    public JWTAuthHandler scopeDelimiter(String delimiter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JWTAuthHandler withScope(String scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JWTAuthHandler withScopes(List<String> scopes) {
        throw new UnsupportedOperationException();
    }
}
