package dev.usher.http;

import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * Refuses the requests of a client who sends more than one may, before anything else is done for them. A client is the
 * subject of a valid token, else an address: at first each request counts for its address, and once a token has said
 * who sends it, it counts for them instead. So who guesses at tokens is held up, and many people behind one address are
 * not. Shared by all event loops.
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
    private final CharSequence policy;

    RateLimit(Allowances allowances, ClientAddress addresses) {
        this.allowances = allowances;
        this.addresses = addresses;
        this.policy = HttpHeaders.createOptimized(NAME + ";q=" + allowances.burst() + ";w=" + Allowances.BURST_SECONDS);
    }

    /** Goes before every route. */
    void byAddress(RoutingContext ctx) {
        if (take(addresses.of(ctx.request()), ctx.response())) {
            ctx.next();
        } else {
            Answer.problem(ProblemType.TOO_MANY_REQUESTS).send(ctx.response());
        }
    }

    /** Goes behind the {@link Entrance}. */
    void byCaller(RoutingContext ctx) {
        var admitted = Admitted.of(ctx);
        var subject = admitted.caller().subject();
        if (subject.isPresent()) {
            allowances.giveBack(addresses.of(ctx.request()));
        }
        if (subject.isEmpty() || take(named(subject.get()), ctx.response())) {
            ctx.next();
        } else {
            admitted.send(ctx, Answer.problem(ProblemType.TOO_MANY_REQUESTS));
        }
    }

    /** No longer than OpenID Connect allows a subject to be. */
    private static String named(String subject) {
        return SUBJECT + subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT));
    }

    private boolean take(String client, HttpServerResponse response) {
        var left = allowances.take(client);
        response.putHeader(POLICY, policy)
                .putHeader(
                        LEFT,
                        NAME + ";r=" + left.getRemainingTokens() + ";t=" + seconds(left.getNanosToWaitForReset()));
        if (!left.isConsumed()) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait(left)));
        }
        return left.isConsumed();
    }

    private static long wait(ConsumptionProbe left) {
        return Math.max(1, seconds(left.getNanosToWaitForRefill()));
    }

    /** Rounded up. */
    private static long seconds(long nanos) {
        return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
    }
}
