package dev.usher;

import dev.usher.config.Settings;
import dev.usher.http.EdgeLimits;
import dev.usher.http.EdgeOptions;
import dev.usher.http.access.ClientRateLimiter;
import dev.usher.http.connection.ConnectionLimiter;
import dev.usher.http.connection.EdgeListener;
import dev.usher.http.connection.VertxInternals;
import dev.usher.http.tls.CertificateReloader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Factory of the connection limiter and of the TLS, CORS and rate-limit options. */
final class EdgeFactory {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeFactory.class);

    private EdgeFactory() {}

    /** Returns a transport that limits connections, and logs the limits. */
    static Transport transport(Settings settings, EdgeLimits limits, EdgeListener listener) {
        var edge = settings.edge();
        int perAddress = limits.connectionsPerAddress(edge.connectionsPerAddress());
        LOG.info(
                "limits connections={} perAddress={} streamsPerLoop={} octetsPerLoop={}",
                limits.connections(),
                perAddress,
                limits.streams(),
                limits.octets());
        return VertxInternals.transport(
                new ConnectionLimiter(limits.connections(), perAddress, edge::trusts, listener));
    }

    /** Fails if the certificate cannot be used. */
    static Future<EdgeOptions> edge(Vertx vertx, Settings settings, EdgeLimits limits, EdgeListener listener) {
        var edge = settings.edge();
        var allowances = Optional.of(edge.requestsPerSecond())
                .filter(perSecond -> perSecond > 0)
                .map(ClientRateLimiter::new);
        return edge.tls()
                .map(pair -> CertificateReloader.load(vertx, pair.certificate(), pair.key(), listener)
                        .map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .map(tls -> new EdgeOptions(tls, edge.origins(), allowances, edge::trusts, listener, limits));
    }
}
