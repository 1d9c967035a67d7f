package dev.usher.http.tls;

import dev.usher.http.connection.EdgeListener;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloader of the server's certificate and key. Reads the files periodically, off the event loops; a changed pair whose
 * parts belong together is used for new connections. A pair that cannot be used is logged and counted once, and the
 * current pair stays in use. Shared by all event loops.
 */
public final class CertificateReloader {
    static final long POLL_INTERVAL_MILLIS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(CertificateReloader.class);

    private final Vertx vertx;
    private final Path chain;
    private final Path key;
    private final EdgeListener listener;
    private final List<Handler<KeyCertOptions>> users = new CopyOnWriteArrayList<>();
    private volatile PemCertificate current;
    private volatile PemCertificate seen;
    private volatile String fault;
    private volatile long timer;

    private CertificateReloader(Vertx vertx, Path chain, Path key, EdgeListener listener) {
        this.vertx = vertx;
        this.chain = chain;
        this.key = key;
        this.listener = listener;
    }

    /** Loads the pair. Fails with {@link InvalidCertificateException} when it cannot be used. */
    public static Future<CertificateReloader> load(Vertx vertx, Path chain, Path key, EdgeListener listener) {
        return load(vertx, chain, key, listener, POLL_INTERVAL_MILLIS);
    }

    /** @param lookMillis interval at which the files are read */
    public static Future<CertificateReloader> load(
            Vertx vertx, Path chain, Path key, EdgeListener listener, long lookMillis) {
        var certificates = new CertificateReloader(vertx, chain, key, listener);
        return vertx.executeBlocking(certificates::look).map(found -> {
            certificates.timer = vertx.setPeriodic(lookMillis, fired -> certificates.lookAgain());
            return certificates;
        });
    }

    public KeyCertOptions current() {
        return current.options();
    }

    /**
     * @param user callback for each new pair, called on any thread
     * @return removes the callback
     */
    public Runnable onRenewal(Handler<KeyCertOptions> user) {
        users.add(user);
        return () -> users.remove(user);
    }

    public void close() {
        vertx.cancelTimer(timer);
    }

    private void lookAgain() {
        vertx.executeBlocking(this::look)
                .onSuccess(renewed -> {
                    fault = null;
                    if (renewed) {
                        LOG.info("certificate reloaded");
                        users.forEach(user -> user.handle(current()));
                    }
                })
                .onFailure(failure -> {
                    if (!failure.getMessage().equals(fault)) {
                        fault = failure.getMessage();
                        LOG.warn("certificate reload failed, keeping the current one: {}", fault);
                        listener.certificateRejected();
                    }
                });
    }

    /** Returns whether there is a new pair. A pair that was read before is not checked again. */
    private boolean look() throws InvalidCertificateException {
        var found = PemCertificate.read(chain, key);
        if (found.equals(seen)) {
            return false;
        }
        seen = found;
        var expires = found.check(vertx);
        current = found;
        listener.certificateLoaded(expires);
        return true;
    }
}
