package dev.usher.http.connection;

import dev.usher.http.tls.EdgeListener;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Limits open connections, in total and for each client address; an IPv6 address is its /64. Counts a connection from
 * the moment it is accepted, before TLS. Thread-safe: connections are accepted on one thread and close on others.
 */
public final class ConnectionLimiter {
    private final int total;
    private final int perAddress;
    private final Predicate<InetAddress> exempt;
    private final EdgeListener listener;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<String, Integer> addresses = new ConcurrentHashMap<>();

    /** @param exempt addresses without a limit of their own; they count towards the total */
    public ConnectionLimiter(int total, int perAddress, Predicate<InetAddress> exempt, EdgeListener listener) {
        this.total = total;
        this.perAddress = perAddress;
        this.exempt = exempt;
        this.listener = listener;
    }

    /** Returns whether the connection may stay, and counts it until it closes. */
    boolean admit(Channel connection, InetAddress client) {
        var address = exempt.test(client) ? null : ClientAddressResolver.key(client);
        boolean fits = open.incrementAndGet() <= total;
        boolean admitted = (address == null || addresses.merge(address, 1, Integer::sum) <= perAddress) && fits;
        if (admitted) {
            connection.closeFuture().addListener(closed -> release(address));
        } else {
            release(address);
            listener.turnedAway();
        }
        return admitted;
    }

    private void release(String address) {
        open.decrementAndGet();
        if (address != null) {
            addresses.computeIfPresent(address, (one, count) -> count > 1 ? count - 1 : null);
        }
    }
}
