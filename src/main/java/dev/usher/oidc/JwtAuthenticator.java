package dev.usher.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.usher.authz.Caller;
import dev.usher.authz.Scope;
import dev.usher.bus.ServiceBus;
import dev.usher.config.OidcSettings;
import dev.usher.http.access.TokenAuthenticator;
import dev.usher.service.Deadline;
import dev.usher.service.LogLimiter;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.auth.NoSuchKeyIdException;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the caller of a token. Caches a valid token until it expires or the keys change, and an invalid one for
 * seconds. Thread-safe; shared by all event loops. Signatures are verified on one worker thread, whose queue is
 * bounded.
 */
final class JwtAuthenticator implements TokenAuthenticator {
    private static final Logger LOG = LoggerFactory.getLogger(JwtAuthenticator.class);
    /** Maximum difference between the clocks of issuer and server. */
    static final int SKEW_SECONDS = 30;
    /** Several thousand tokens of usual length. */
    private static final long MAX_CHARACTERS = 8L * 1024 * 1024;

    private static final long MAX_BAD_CHARACTERS = 1024 * 1024;
    private static final Duration BAD_MEMORY = Duration.ofSeconds(10);

    /** Cost of verifying one signature, in requests of a tenth of a millisecond. */
    private static final Map<String, Integer> COSTS = Map.of("EdDSA", 10, "ES256", 20, "ES384", 40, "ES512", 70);

    private static final int RSA_COST = 2;
    /** Maximum number of keys with which a token without a key id is tried. */
    private static final int MAX_CANDIDATES = 5;

    /** Maximum cost of queued verifications, in the same unit: about a second of the worker thread. */
    static final int MAX_WAITING = 10_000;

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final ServiceBus bus;
    private final Supplier<JwkSet> known;
    private final ClaimsMapper claims;
    private final String organizerScope;
    private final String adminScope;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Cache<String, Valid> valid = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((String token, Valid one) -> token.length())
            .executor(Runnable::run)
            .build();
    private final Cache<String, JwkSet> bad = Caffeine.newBuilder()
            .maximumWeight(MAX_BAD_CHARACTERS)
            .weigher((String token, JwkSet keys) -> token.length())
            .expireAfterWrite(BAD_MEMORY)
            .executor(Runnable::run)
            .build();
    private final LogLimiter limiter = new LogLimiter();
    private volatile Signatures signatures;

    JwtAuthenticator(
            Vertx vertx, WorkerExecutor worker, ServiceBus bus, OidcSettings settings, Supplier<JwkSet> known) {
        this.vertx = vertx;
        this.worker = worker;
        this.bus = bus;
        this.known = known;
        this.claims = new ClaimsMapper(settings, SKEW_SECONDS);
        this.organizerScope = settings.organizerScopes().get(0);
        this.adminScope = settings.adminScopes().get(0);
    }

    /** Keys at one moment, and their verifier. */
    private record Signatures(JwkSet keys, JWTAuth check) {}

    /** @param keys with which the token was verified */
    private record Valid(JwkSet keys, Caller caller) {}

    @Override
    public Knowledge known(String token) {
        var keys = current().keys();
        var found = valid.getIfPresent(token);
        if (found != null && found.keys() == keys) {
            return System.currentTimeMillis() < found.caller().untilMillis()
                    ? Knowledge.valid(found.caller())
                    : Knowledge.INVALID;
        }
        if (bad.getIfPresent(token) == keys) {
            return Knowledge.INVALID;
        }
        return JwtHeaderCheck.of(token).map(shape -> unchecked(shape, keys)).orElse(Knowledge.INVALID);
    }

    private static Knowledge unchecked(JwtHeaderCheck shape, JwkSet keys) {
        int candidates = keys.candidates(shape.algorithm(), shape.keyId());
        int cost = COSTS.getOrDefault(shape.algorithm(), RSA_COST) * Math.max(1, candidates);
        return candidates > MAX_CANDIDATES ? Knowledge.INVALID : Knowledge.unchecked(cost);
    }

    @Override
    public String scopeName(Scope scope) {
        return scope == Scope.ADMIN ? adminScope : organizerScope;
    }

    @Override
    public Future<Optional<Caller>> callerOf(String token, Deadline deadline) {
        var first = known(token);
        if (first.isChecked()) {
            return Future.succeededFuture(first.caller());
        }
        return verified(token, first.cost())
                .recover(failure -> failure instanceof NoSuchKeyIdException
                        ? verifiedAnew(token, first.cost(), deadline)
                        : Future.failedFuture(failure));
    }

    /** Fetches the keys again, since the token's key may be newer than the cached ones. */
    private Future<Optional<Caller>> verifiedAnew(String token, int cost, Deadline deadline) {
        return bus.ask(new RefreshKeys(), deadline)
                .compose(outcome -> outcome.fold(
                        found -> verified(token, cost)
                                .recover(failure -> failure instanceof NoSuchKeyIdException
                                        ? Future.succeededFuture(unknownKey(token))
                                        : Future.failedFuture(failure)),
                        refused ->
                                Future.failedFuture(new UnavailableException("a token's key cannot be found", null))));
    }

    /** Fails with {@link NoSuchKeyIdException} for an unknown key. */
    private Future<Optional<Caller>> verified(String token, int cost) {
        if (waiting.addAndGet(cost) > MAX_WAITING) {
            waiting.addAndGet(-cost);
            return Future.failedFuture(new UnavailableException("too many tokens are waiting for verification", null));
        }
        var by = current();
        return worker.executeBlocking(() -> by.check().authenticate(new TokenCredentials(token)), false)
                .compose(checked -> checked)
                .map(user -> accepted(claims.read(user)))
                .recover(failure -> failure instanceof NoSuchKeyIdException
                        ? Future.failedFuture(failure)
                        : Future.succeededFuture(Optional.empty()))
                .onSuccess(caller -> remember(token, by.keys(), caller))
                .onComplete(done -> waiting.addAndGet(-cost));
    }

    /** Warns, at most once a minute, of a rejected token that the issuer signed. */
    private Optional<Caller> accepted(ClaimsMapper.Result result) {
        if (result.caller().isEmpty() && limiter.permits("")) {
            LOG.warn("rejected a token that the issuer signed: {}", result.rejection());
        }
        return result.caller();
    }

    private Optional<Caller> unknownKey(String token) {
        bad.put(token, current().keys());
        return Optional.empty();
    }

    private void remember(String token, JwkSet keys, Optional<Caller> caller) {
        if (caller.isPresent()) {
            valid.put(token, new Valid(keys, caller.get()));
        } else {
            bad.put(token, keys);
        }
    }

    /** Returns the current keys. Clears both caches when the keys have changed. */
    private Signatures current() {
        var now = known.get();
        var found = signatures;
        if (found == null || found.keys() != now) {
            found = new Signatures(now, now.check(vertx));
            signatures = found;
            valid.invalidateAll();
            bad.invalidateAll();
        }
        return found;
    }
}
