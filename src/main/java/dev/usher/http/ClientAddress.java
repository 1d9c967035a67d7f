package dev.usher.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Under which name an address is counted: itself, or, in IPv6, the /64 that one customer has to choose from.
 * Thread-safe.
 *
 * <p>Who comes by a trusted proxy is who that proxy says in {@code X-Forwarded-For}, read from its end, through all
 * proxies that are trusted. {@code Forwarded} is never read: a proxy that writes the one header passes the other on as
 * its client made it up.
 */
final class ClientAddress {
    private static final Logger LOG = LoggerFactory.getLogger(ClientAddress.class);
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
    private static final int NETWORK_OCTETS = 8;
    private static final int MAX_PORT_DIGITS = 5;

    private final Predicate<InetAddress> trusted;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param trusted whether an address is that of a proxy whose word counts */
    ClientAddress(Predicate<InetAddress> trusted) {
        this.trusted = trusted;
    }

    String of(HttpServerRequest request) {
        var peer = parse(request.remoteAddress().hostAddress());
        return peer == null ? "" : key(trusted.test(peer) ? behind(peer, request) : peer);
    }

    /** Whether it comes on a trusted proxy's connection. */
    boolean isProxys(HttpServerRequest request) {
        var peer = parse(request.remoteAddress().hostAddress());
        return peer != null && trusted.test(peer);
    }

    /**
     * Warns once, for a request that came by a proxy which is not trusted: then all clients of the proxy share one
     * allowance.
     */
    void warnOfUntrustedProxy(HttpServerRequest request) {
        if (request.headers().contains(FORWARDED_FOR) && !isProxys(request) && warned.compareAndSet(false, true)) {
            LOG.atWarn()
                    .addKeyValue("peer", request.remoteAddress().hostAddress())
                    .log("X-Forwarded-For came from a peer that USHER_TRUSTED_PROXIES does not name: its clients are"
                            + " limited as one");
        }
    }

    static String key(InetAddress address) {
        var octets = address.getAddress();
        return octets.length <= NETWORK_OCTETS
                ? address.getHostAddress()
                : HexFormat.of().formatHex(Arrays.copyOf(octets, NETWORK_OCTETS));
    }

    /** Read from its end. An entry that is no address ends the way: the last proxy before it counts as the client. */
    private InetAddress behind(InetAddress proxy, HttpServerRequest request) {
        var hops = String.join(",", request.headers().getAll(FORWARDED_FOR));
        var client = proxy;
        int end = hops.length();
        while (end >= 0 && trusted.test(client)) {
            int comma = hops.lastIndexOf(',', end - 1);
            var hop = hop(hops.substring(comma + 1, end).strip());
            if (hop == null) {
                return client;
            }
            client = hop;
            end = comma;
        }
        return client;
    }

    /**
     * An address, alone, in brackets, or with a port: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. Null for none.
     */
    private static InetAddress hop(String entry) {
        if (entry.startsWith("[")) {
            int end = entry.indexOf(']');
            return end < 0 || !isPort(entry, end + 1) ? null : parse(entry.substring(1, end));
        }
        int colon = entry.indexOf(':');
        boolean hasPort = colon > 0 && colon == entry.lastIndexOf(':');
        return hasPort && !isPort(entry, colon) ? null : parse(hasPort ? entry.substring(0, colon) : entry);
    }

    /** Whether nothing else stands there than a colon and a number, or nothing at all. */
    private static boolean isPort(String entry, int at) {
        if (at == entry.length()) {
            return true;
        }
        int digits = entry.length() - at - 1;
        return entry.charAt(at) == ':'
                && digits > 0
                && digits <= MAX_PORT_DIGITS
                && entry.chars().skip(at + 1L).allMatch(c -> c >= '0' && c <= '9');
    }

    /** Null for what is no address; asks no name service. */
    private static InetAddress parse(String text) {
        try {
            var octets = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
            return octets == null ? null : InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
