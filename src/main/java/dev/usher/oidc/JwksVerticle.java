package dev.usher.oidc;

import dev.usher.bus.ServiceBus;
import dev.usher.config.OidcSettings;
import dev.usher.http.access.TokenAuthenticator;
import dev.usher.service.Outcome;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches and caches the issuer's keys. Deployed once per process. Retries until it has the keys, and from then on
 * fetches them periodically, and when a token's key is not among them. While the issuer does not respond, the last keys
 * stay in use.
 */
public final class JwksVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(JwksVerticle.class);
    private static final long EVERY_MILLIS = TimeUnit.MINUTES.toMillis(5);
    /** Minimum interval between fetches for unknown keys, however many tokens have one. */
    static final long RENEWAL_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private static final long TRY_AGAIN_MILLIS = 1_000;
    private static final long TIMEOUT_MILLIS = 3_000;
    private static final String WORKER = "usher-tokens";

    private final ServiceBus bus;
    private final OidcSettings settings;
    private final long everyMillis;
    private final long renewalMillis;
    private final Promise<TokenAuthenticator> check = Promise.promise();
    private JwksClient issuer;
    private volatile JwkSet keys;
    private Future<JwkSet> renewal;
    private long renewed;

    public JwksVerticle(ServiceBus bus, OidcSettings settings) {
        this(bus, settings, EVERY_MILLIS, RENEWAL_MILLIS);
    }

    JwksVerticle(ServiceBus bus, OidcSettings settings, long everyMillis, long renewalMillis) {
        this.bus = bus;
        this.settings = settings;
        this.everyMillis = everyMillis;
        this.renewalMillis = renewalMillis;
    }

    /** Returns the token check for all event loops, once the keys are fetched, however long the issuer takes. */
    public Future<TokenAuthenticator> check() {
        return check.future();
    }

    @Override
    public Future<?> start() {
        issuer = new JwksClient(vertx, settings, TIMEOUT_MILLIS);
        var worker = vertx.createSharedWorkerExecutor(WORKER, 1);
        var tokens = new JwtAuthenticator(vertx, worker, bus, settings, () -> keys);
        vertx.setPeriodic(everyMillis, look -> look());
        return bus.serve(RefreshKeys.class, this::renew).onSuccess(served -> untilKnown(tokens));
    }

    private void untilKnown(TokenAuthenticator tokens) {
        look().onComplete(
                        found -> check.complete(tokens),
                        failure -> vertx.setTimer(TRY_AGAIN_MILLIS, again -> untilKnown(tokens)));
    }

    private Future<Outcome<JwkSet>> renew(RefreshKeys request) {
        boolean due = renewal == null || System.nanoTime() - renewed >= TimeUnit.MILLISECONDS.toNanos(renewalMillis);
        if (due && (renewal == null || renewal.isComplete())) {
            renewed = System.nanoTime();
            renewal = look();
        }
        return renewal.map(Outcome::done);
    }

    private Future<JwkSet> look() {
        return issuer.keys()
                .onSuccess(found -> {
                    if (!found.equals(keys)) {
                        LOG.info(
                                "issuer={} has keys={}",
                                settings.issuer(),
                                found.all().size());
                        keys = found;
                    }
                })
                .recover(failure -> {
                    LOG.warn(
                            "issuer={} {}: {}",
                            settings.issuer(),
                            keys == null ? "has no keys yet, nothing is served" : "returned no keys, the last stay",
                            failure.getMessage());
                    return Future.failedFuture(new UnavailableException("the issuer returned no keys", failure));
                });
    }
}
