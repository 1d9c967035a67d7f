package dev.usher;

import dev.usher.config.Settings;
import dev.usher.http.Certificates;
import dev.usher.http.Door;
import dev.usher.http.Edge;
import dev.usher.http.EdgeWatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What stands before the API, as the settings ask for it. */
final class Front {
    private Front() {}

    /**
     * @param guarded whether a port is one where connections are counted
     * @return empty where an address may have as many as it likes
     */
    static Optional<Transport> door(Settings settings, IntPredicate guarded, EdgeWatch watch) {
        var exposure = settings.exposure();
        return exposure.connectionsPerAddress() == 0
                ? Optional.empty()
                : Optional.of(new Door(exposure.connectionsPerAddress(), exposure::trusts, guarded, watch).transport());
    }

    /** Fails when the certificate cannot be used. */
    static Future<Edge> edge(Vertx vertx, Settings settings, EdgeWatch watch) {
        var exposure = settings.exposure();
        return exposure.tls()
                .map(pair -> Certificates.load(vertx, pair.certificate(), pair.key(), watch)
                        .map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .map(tls -> new Edge(tls, exposure.origins(), exposure.requestsPerSecond(), exposure::trusts, watch));
    }
}
