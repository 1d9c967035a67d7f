package dev.usher.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Limits open connections, in total and for each client address; an IPv6 address is its /64, unless it is exempt.
 * Counts a connection from the moment a server socket has accepted it, before TLS. Thread-safe: connections are
 * accepted on one thread and close on others.
 */
@Sharable
public final class ConnectionLimiter extends ChannelInboundHandlerAdapter {
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

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        var connection = (Channel) accepted;
        if (!(connection.remoteAddress() instanceof InetSocketAddress client)
                || admit(connection, client.getAddress())) {
            ctx.fireChannelRead(accepted);
        } else {
            connection.unsafe().closeForcibly();
        }
    }

    /** Returns whether the connection may stay, and counts it until it closes. */
    boolean admit(Channel connection, InetAddress client) {
        boolean isExempt = exempt.test(client);
        var address = isExempt ? client.getHostAddress() : ClientAddressResolver.key(client);
        boolean fits = open.incrementAndGet() <= total;
        boolean admitted = addresses.merge(address, 1, Integer::sum) <= (isExempt ? total : perAddress) && fits;
        if (admitted) {
            connection.closeFuture().addListener(closed -> release(address));
        } else {
            release(address);
            listener.connectionRejected();
        }
        return admitted;
    }

    private void release(String address) {
        open.decrementAndGet();
        addresses.computeIfPresent(address, (one, count) -> count > 1 ? count - 1 : null);
    }
}
