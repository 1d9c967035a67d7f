package dev.usher.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Counts the connections of each address from the moment they are accepted, before TLS and before anything is read, and
 * closes those that are too many. In IPv6 an address is its /64. Thread-safe: connections are accepted on one thread
 * and end on others.
 */
public final class Door {
    private final int most;
    private final Predicate<InetAddress> welcome;
    private final IntPredicate watched;
    private final EdgeWatch watch;
    private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();

    /**
     * @param most how many connections an address may have
     * @param welcome whether an address may have as many as it likes
     * @param watched whether a port of the server's is the door's
     */
    public Door(int most, Predicate<InetAddress> welcome, IntPredicate watched, EdgeWatch watch) {
        this.most = most;
        this.welcome = welcome;
        this.watched = watched;
        this.watch = watch;
    }

    /** For the Vert.x instance whose servers stand behind the door: sockets as always, but for who is let in. */
    public Transport transport() {
        return new Transport() {
            @Override
            public String name() {
                return NIO.name();
            }

            @Override
            public boolean available() {
                return true;
            }

            @Override
            public Throwable unavailabilityCause() {
                return null;
            }

            @Override
            public io.vertx.core.spi.transport.Transport implementation() {
                return new Sockets();
            }
        };
    }

    private final class Sockets extends NioTransport {
        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            super.configure(options, domainSocket, bootstrap);
            bootstrap.handler(new Porter());
        }
    }

    private final class Porter extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            var connection = (Channel) accepted;
            if (connection.remoteAddress() instanceof InetSocketAddress client
                    && ctx.channel().localAddress() instanceof InetSocketAddress server
                    && watched.test(server.getPort())
                    && !welcome.test(client.getAddress())
                    && !lets(connection, ClientAddress.key(client.getAddress()))) {
                watch.turnedAway();
                connection.unsafe().closeForcibly();
            } else {
                ctx.fireChannelRead(accepted);
            }
        }
    }

    private boolean lets(Channel connection, String address) {
        if (open.merge(address, 1, Integer::sum) > most) {
            left(address);
            return false;
        }
        connection.closeFuture().addListener(closed -> left(address));
        return true;
    }

    private void left(String address) {
        open.computeIfPresent(address, (one, count) -> count > 1 ? count - 1 : null);
    }
}
