package dev.usher.http.access;

import dev.usher.authz.Caller;
import dev.usher.http.connection.ClientAddressResolver;
import dev.usher.http.connection.LateAnswers;
import dev.usher.http.request.BodyReader;
import dev.usher.http.response.AccessLog;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.RequestListener;
import dev.usher.http.response.Response;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Charges every request to a client, and refuses it when the client's allowance is used up, before any other work is
 * done for it. Belongs to one event loop; the allowances are shared by all.
 *
 * <p>A request with a cached token is charged to the token's subject only. A request with a token that has to be
 * checked is charged to its address, in an allowance that only such requests share. A valid token returns that charge
 * and is charged to its subject; a bad one costs as much as its check. Every other request is charged to its address.
 * So a flood without tokens, or with bad ones, does not affect callers with cached tokens, even behind the same
 * address.
 *
 * <p>A valid batch is charged for its size before any part of it is carried out.
 *
 * <p>Answers to a client that continues after refusals are delayed, except through a trusted proxy, whose connections
 * serve other clients.
 */
public final class RateLimitHandler {
    static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    static final CharSequence LEFT = HttpHeaders.createOptimized("RateLimit");

    private static final String NAME = "\"client\"";
    /** Prefixes of clients that are not an address; no address starts with one of them. */
    private static final String USER = "user ";

    private static final String UNCHECKED = "new ";

    private final ClientRateLimiter allowances;
    private final ClientAddressResolver addresses;
    private final Optional<TokenAuthenticator> tokens;
    private final Optional<CorsPolicyHandler> origins;
    private final RequestListener listener;
    private final LateAnswers late;
    private final CharSequence policy;

    public RateLimitHandler(
            Vertx vertx,
            ClientRateLimiter allowances,
            ClientAddressResolver addresses,
            Optional<TokenAuthenticator> tokens,
            Optional<CorsPolicyHandler> origins,
            RequestListener listener) {
        this.allowances = allowances;
        this.addresses = addresses;
        this.tokens = tokens;
        this.origins = origins;
        this.listener = listener;
        this.late = new LateAnswers(vertx);
        this.policy = HttpHeaders.createOptimized(
                NAME + ";q=" + allowances.burst() + ";w=" + ClientRateLimiter.BURST_SECONDS);
    }

    /** Returns the handler that precedes all others. */
    public Handler<HttpServerRequest> before(Handler<HttpServerRequest> next) {
        return request -> {
            var client = client(request);
            var taken = take(client, request);
            if (taken.allowed()) {
                next.handle(request);
            } else {
                var exchange = AccessLog.begin(request, listener);
                origins.ifPresent(named -> named.mark(request));
                BodyReader.discard(request);
                refuse(client, request, taken, exchange);
            }
        };
    }

    /** Charges a request that cannot be read. */
    public void unreadable(HttpServerRequest request) {
        allowances.charge(addresses.of(request), 1);
    }

    /**
     * Charges a request whose token was just checked.
     *
     * @param caller empty for a bad token
     * @param cost of the check, in requests
     * @return whether the request may continue; if not, it is answered
     */
    boolean checked(HttpServerRequest request, Optional<Caller> caller, int cost, AccessLog exchange) {
        var unchecked = UNCHECKED + addresses.of(request);
        if (caller.isEmpty()) {
            allowances.charge(unchecked, cost - 1);
            return true;
        }
        allowances.giveBack(unchecked);
        var client = client(caller.get(), request);
        var taken = take(client, request);
        if (!taken.allowed()) {
            refuse(client, request, taken, exchange);
        }
        return taken.allowed();
    }

    /**
     * Charges a valid request for the rest of its batch.
     *
     * @param rest requests without the first, which was charged when the request arrived
     * @return the response if the allowance does not suffice
     */
    public Optional<Response> takeRest(ValidatedRequest request, int rest) {
        var client = client(request.caller(), request.http());
        var taken = show(allowances.takeRest(client, rest), request.http());
        return taken.allowed() ? Optional.empty() : Optional.of(new Refusal(client, taken));
    }

    /** Sends the delayed answers now. */
    public void flush() {
        late.flush();
    }

    private String client(HttpServerRequest request) {
        var token = BearerToken.token(request.headers().getAll(HttpHeaders.AUTHORIZATION));
        if (tokens.isEmpty() || token.isEmpty()) {
            return addresses.of(request);
        }
        addresses.warnOfUntrustedProxy(request);
        var known = tokens.get().known(token);
        if (!known.isChecked()) {
            return UNCHECKED + addresses.of(request);
        }
        return known.caller().map(caller -> client(caller, request)).orElseGet(() -> addresses.of(request));
    }

    private String client(Caller caller, HttpServerRequest request) {
        return caller.userId().map(USER::concat).orElseGet(() -> addresses.of(request));
    }

    private ClientRateLimiter.Taken take(String client, HttpServerRequest request) {
        return show(allowances.take(client), request);
    }

    private ClientRateLimiter.Taken show(ClientRateLimiter.Taken taken, HttpServerRequest request) {
        request.response()
                .putHeader(POLICY, policy)
                .putHeader(LEFT, NAME + ";r=" + taken.left() + ";t=" + seconds(taken.nanosToFull()));
        return taken;
    }

    private void refuse(String client, HttpServerRequest request, ClientRateLimiter.Taken taken, AccessLog exchange) {
        var refusal = new Refusal(client, taken);
        exchange.problem(refusal.problem());
        refusal.send(request);
        exchange.answered();
    }

    /** Response 429. The access log records it as given when it is sent, however long it is delayed. */
    private final class Refusal implements Response {
        private final String client;
        private final ClientRateLimiter.Taken taken;

        Refusal(String client, ClientRateLimiter.Taken taken) {
            this.client = client;
            this.taken = taken;
        }

        @Override
        public void send(HttpServerRequest request) {
            var response = request.response();
            if (response.ended()) {
                return;
            }
            response.setStatusCode(problem().status())
                    .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, seconds(taken.nanosToOne()))));
            Runnable answer = () -> JsonResponse.problem(problem()).send(request);
            long delay = addresses.isProxys(request) ? 0 : TimeUnit.NANOSECONDS.toMillis(allowances.refuse(client));
            if (delay > 0) {
                late.send(request, delay, answer);
            } else {
                answer.run();
            }
        }

        @Override
        public ProblemType problem() {
            return ProblemType.TOO_MANY_REQUESTS;
        }

        @Override
        public boolean isStream() {
            return true;
        }
    }

    /** Returns the seconds, rounded up. */
    private static long seconds(long nanos) {
        return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
    }
}
