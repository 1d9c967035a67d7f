package dev.usher.http;

import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * Refuses the requests of a client who sends more than one may, before anything else is done for them. A client is the
 * subject of a valid token, else an address: at first each request counts for its address, and once a token has said
 * who sends it, it counts for them instead. So who guesses at tokens is held up, and many people behind one address are
 * not.
 *
 * <p>Who goes on and on although refused is not read until it may come again, if the connection is its own: neither
 * that of a trusted proxy, nor one that more callers than one have used. Belongs to one event loop; the allowances are
 * shared by all.
 */
final class RateLimit {
    static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    static final CharSequence LEFT = HttpHeaders.createOptimized("RateLimit");

    private static final String NAME = "\"client\"";
    /** No address starts so. */
    private static final String SUBJECT = "sub ";

    private static final int LONGEST_SUBJECT = 255;

    private final Allowances allowances;
    private final ClientAddress addresses;
    private final Connections connections;
    private final CharSequence policy;

    RateLimit(Allowances allowances, ClientAddress addresses, Connections connections) {
        this.allowances = allowances;
        this.addresses = addresses;
        this.connections = connections;
        this.policy = HttpHeaders.createOptimized(NAME + ";q=" + allowances.burst() + ";w=" + Allowances.BURST_SECONDS);
    }

    /** What requests come on. */
    interface Connections {
        /** A caller uses it, whoever else may have; says whether nobody else has. */
        boolean isOnlyOf(String caller, HttpConnection connection);

        /** Whether more callers than one have used it. */
        boolean isShared(HttpConnection connection);

        /** Nothing more is read of it for so long. */
        void hold(HttpConnection connection, long millis);
    }

    /** Goes before every route. */
    void byAddress(RoutingContext ctx) {
        var request = ctx.request();
        var address = addresses.of(request);
        if (take(address, request, !connections.isShared(request.connection()))) {
            ctx.next();
        } else {
            Answer.problem(ProblemType.TOO_MANY_REQUESTS).send(ctx.response());
        }
    }

    /** Goes behind the {@link Entrance}. */
    void byCaller(RoutingContext ctx) {
        var admitted = Admitted.of(ctx);
        var subject = admitted.caller().subject();
        if (subject.isEmpty()) {
            ctx.next();
            return;
        }
        var request = ctx.request();
        var caller = named(subject.get());
        allowances.giveBack(addresses.of(request));
        boolean own = connections.isOnlyOf(caller, request.connection());
        if (take(caller, request, own)) {
            ctx.next();
        } else {
            admitted.send(ctx, Answer.problem(ProblemType.TOO_MANY_REQUESTS));
        }
    }

    /** No longer than OpenID Connect allows a subject to be. */
    private static String named(String subject) {
        return SUBJECT + subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT));
    }

    /** @param own whether nobody else has used the connection, but by a trusted proxy */
    private boolean take(String client, HttpServerRequest request, boolean own) {
        var left = allowances.take(client);
        show(left, request.response());
        if (!left.isConsumed()) {
            long hold = own && !addresses.isProxys(request) ? allowances.refuse(client) : 0;
            long wait = Math.max(1, seconds(Math.max(left.getNanosToWaitForRefill(), hold)));
            request.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
            if (hold > 0) {
                connections.hold(request.connection(), TimeUnit.SECONDS.toMillis(wait));
            }
        }
        return left.isConsumed();
    }

    private void show(ConsumptionProbe left, HttpServerResponse response) {
        response.putHeader(POLICY, policy)
                .putHeader(
                        LEFT,
                        NAME + ";r=" + left.getRemainingTokens() + ";t=" + seconds(left.getNanosToWaitForReset()));
    }

    /** Rounded up. */
    private static long seconds(long nanos) {
        return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
    }
}
