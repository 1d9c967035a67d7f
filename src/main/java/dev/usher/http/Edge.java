package dev.usher.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How the API meets those who reach it over a network. Immutable, shared by all event loops.
 *
 * @param tls empty for plain HTTP
 * @param origins whose pages may call from a browser
 * @param allowances of all clients; empty for no limit
 * @param proxies whose word on who calls is believed
 * @param watch told of what is refused
 * @param limits on connections, streams and memory
 */
public record Edge(
        Optional<Certificates> tls,
        List<String> origins,
        Optional<Allowances> allowances,
        Predicate<InetAddress> proxies,
        EdgeWatch watch,
        EdgeLimits limits) {
    /** Limits of this process. */
    public Edge(
            Optional<Certificates> tls,
            List<String> origins,
            Optional<Allowances> allowances,
            Predicate<InetAddress> proxies,
            EdgeWatch watch) {
        this(tls, origins, allowances, proxies, watch, EdgeLimits.ofThisProcess(tls.isPresent()));
    }

    /** Plain HTTP for pages of the server's own, without a limit. */
    public static final Edge PLAIN =
            new Edge(Optional.empty(), List.of(), Optional.empty(), address -> false, EdgeWatch.NONE);
}
