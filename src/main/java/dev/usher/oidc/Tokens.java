package dev.usher.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.usher.access.Caller;
import dev.usher.bus.Bus;
import dev.usher.bus.Deadline;
import dev.usher.bus.UnavailableException;
import dev.usher.config.Oidc;
import dev.usher.http.TokenCheck;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.NoSuchKeyIdException;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds out whose a token is, and remembers it as long as the token counts and the keys stay the same. Belongs to one
 * event loop.
 */
final class Tokens implements TokenCheck {
    /** By how much the clocks of issuer and server may differ. */
    static final int SKEW_SECONDS = 30;
    /** Some thousand tokens of usual length. */
    private static final long MOST_CHARACTERS = 4L * 1024 * 1024;

    private final Vertx vertx;
    private final Bus bus;
    private final Supplier<Keys> known;
    private final JWTOptions rules;
    private final Cache<TokenKey, Caller> callers = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((TokenKey key, Caller caller) -> key.token().length())
            .executor(Runnable::run)
            .build();
    private Keys keys;
    private JWTAuth signatures;

    Tokens(Vertx vertx, Bus bus, Oidc settings, Supplier<Keys> known) {
        this.vertx = vertx;
        this.bus = bus;
        this.known = known;
        this.rules = new JWTOptions()
                .setIssuer(settings.issuer().toString())
                .addAudience(settings.audience())
                .setLeeway(SKEW_SECONDS);
    }

    @Override
    public Future<Optional<Caller>> callerOf(String token, Deadline deadline) {
        adopt(known.get());
        var caller = callers.getIfPresent(new TokenKey(token));
        if (caller != null && System.currentTimeMillis() < caller.untilMillis()) {
            return Future.succeededFuture(Optional.of(caller));
        }
        if (!TokenShape.mayCount(token)) {
            return Future.succeededFuture(Optional.empty());
        }
        return verified(token)
                .recover(failure -> failure instanceof NoSuchKeyIdException
                        ? verifiedAnew(token, deadline)
                        : Future.succeededFuture(Optional.empty()));
    }

    /** The token's key may be newer than the keys that are known. */
    private Future<Optional<Caller>> verifiedAnew(String token, Deadline deadline) {
        return bus.ask(new RenewKeys(), deadline)
                .compose(outcome -> outcome.fold(
                        found -> {
                            adopt(known.get());
                            return verified(token).otherwise(Optional.empty());
                        },
                        refused ->
                                Future.failedFuture(new UnavailableException("a token's key cannot be found", null))));
    }

    private Future<Optional<Caller>> verified(String token) {
        try {
            return signatures.authenticate(new TokenCredentials(token)).map(user -> {
                var caller = Claims.caller(user.attributes().getJsonObject("accessToken"), SKEW_SECONDS);
                caller.ifPresent(found -> callers.put(new TokenKey(token), found));
                return caller;
            });
        } catch (RuntimeException claimsOfAnotherType) {
            return Future.failedFuture(claimsOfAnotherType);
        }
    }

    /** What was signed by keys that are gone is forgotten. */
    private void adopt(Keys found) {
        if (found != keys) {
            keys = found;
            signatures = JWTAuth.create(
                    vertx, new JWTAuthOptions().setJwks(found.all()).setJWTOptions(rules));
            callers.invalidateAll();
        }
    }
}
