package dev.usher.http;

import dev.usher.http.access.ClientRateLimiter;
import dev.usher.http.connection.EdgeListener;
import dev.usher.http.tls.CertificateReloader;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Network options of the API. Immutable, shared by all event loops.
 *
 * @param tls empty for plain HTTP
 * @param origins of the pages that may call from a browser
 * @param allowances of all clients; empty for no limit
 * @param proxies whether an address is that of a trusted proxy
 * @param listener notified of rejected connections and of certificates
 * @param limits on connections, streams and memory
 */
public record EdgeOptions(
        Optional<CertificateReloader> tls,
        List<String> origins,
        Optional<ClientRateLimiter> allowances,
        Predicate<InetAddress> proxies,
        EdgeListener listener,
        EdgeLimits limits) {
    /** Uses the limits of this process. */
    public EdgeOptions(
            Optional<CertificateReloader> tls,
            List<String> origins,
            Optional<ClientRateLimiter> allowances,
            Predicate<InetAddress> proxies,
            EdgeListener listener) {
        this(tls, origins, allowances, proxies, listener, EdgeLimits.ofThisProcess(tls.isPresent()));
    }

    /** Plain HTTP for pages of the same origin, without a rate limit. */
    public static final EdgeOptions PLAIN =
            new EdgeOptions(Optional.empty(), List.of(), Optional.empty(), address -> false, EdgeListener.NONE);
}
