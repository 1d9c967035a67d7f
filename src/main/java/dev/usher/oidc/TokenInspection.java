package dev.usher.oidc;

import dev.usher.authz.Caller;
import dev.usher.config.OidcSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.authentication.TokenCredentials;

/** Finds the caller of one token for an operator, or the reason to reject it. Fetches the issuer's keys. Stateless. */
public final class TokenInspection {
    /** Longer than while serving: the first calls load classes, which takes seconds on a busy machine. */
    private static final long TIMEOUT_MILLIS = 60_000;

    private TokenInspection() {}

    /** Fails with a message that says why the token is rejected. Completes on a context of the Vert.x instance. */
    public static Future<Caller> inspect(Vertx vertx, OidcSettings settings, String token) {
        if (JwtHeaderCheck.of(token).isEmpty()) {
            return Future.failedFuture(
                    "it has expired, or is not a signed access token: see its form, alg, typ and crit");
        }
        var claims = new ClaimsMapper(settings, JwtAuthenticator.SKEW_SECONDS);
        return new JwksClient(vertx, settings, TIMEOUT_MILLIS)
                .keys()
                .compose(keys -> keys.check(vertx).authenticate(new TokenCredentials(token)))
                .compose(user -> {
                    var result = claims.read(user);
                    return result.caller()
                            .map(Future::succeededFuture)
                            .orElseGet(() -> Future.failedFuture(result.rejection()));
                });
    }
}
