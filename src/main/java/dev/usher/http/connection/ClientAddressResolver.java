package dev.usher.http.connection;

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
 * Resolves the address under which a client is counted: the address itself, or its /64 in IPv6, where one customer can
 * choose any address of a /64. Thread-safe.
 *
 * <p>For a connection from a trusted proxy the client is the one in {@code X-Forwarded-For}, read from its end, through
 * all trusted proxies. {@code Forwarded} is never read: a proxy that writes one of the headers forwards the other as
 * its client sent it.
 */
public final class ClientAddressResolver {
    private static final Logger LOG = LoggerFactory.getLogger(ClientAddressResolver.class);
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
    private static final int NETWORK_OCTETS = 8;
    private static final int MAX_PORT_DIGITS = 5;

    private final Predicate<InetAddress> trusted;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param trusted whether an address is that of a trusted proxy */
    public ClientAddressResolver(Predicate<InetAddress> trusted) {
        this.trusted = trusted;
    }

    public String of(HttpServerRequest request) {
        var peer = parse(request.remoteAddress().hostAddress());
        return peer == null ? "" : key(trusted.test(peer) ? behind(peer, request) : peer);
    }

    /** Returns whether the request came on the connection of a trusted proxy. */
    public boolean isProxys(HttpServerRequest request) {
        var peer = parse(request.remoteAddress().hostAddress());
        return peer != null && trusted.test(peer);
    }

    /** Logs a warning, once, for a request through a proxy that is not trusted: all its clients share one allowance. */
    public void warnOfUntrustedProxy(HttpServerRequest request) {
        if (request.headers().contains(FORWARDED_FOR) && !isProxys(request) && warned.compareAndSet(false, true)) {
            LOG.atWarn()
                    .addKeyValue("peer", request.remoteAddress().hostAddress())
                    .log("X-Forwarded-For received from a peer that is not in USHER_TRUSTED_PROXIES: its clients share"
                            + " one rate limit");
        }
    }

    static String key(InetAddress address) {
        var octets = address.getAddress();
        return octets.length <= NETWORK_OCTETS
                ? address.getHostAddress()
                : HexFormat.of().formatHex(Arrays.copyOf(octets, NETWORK_OCTETS));
    }

    /**
     * Returns the client in the header, read from its end. At an entry that is not an address, the last proxy before it
     * counts as the client.
     */
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
     * Returns an entry's address, or null. It may be alone, in brackets, or with a port: {@code 192.0.2.1:80},
     * {@code [2001:db8::1]:80}.
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

    /** Returns whether the rest of the entry is empty, or a colon and a number. */
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

    /** Returns null for a text that is not an address. Never queries a name service. */
    private static InetAddress parse(String text) {
        try {
            var octets = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
            return octets == null ? null : InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
