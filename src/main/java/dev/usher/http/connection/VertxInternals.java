package dev.usher.http.connection;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.transport.Transport;

/**
 * Access to internals of Vert.x, on which no other class here depends; {@code VertxInternalsTest} names the version
 * that it was written for. The public API reports a connection after its TLS handshake, which is too late to count it,
 * and gives no access to the octets of a connection, without which an incomplete request cannot be distinguished from
 * none.
 */
public final class VertxInternals {
    /** Octets of one read, and of the buffer that an incomplete message keeps. */
    private static final int READ = 2 * 1024;
    /** Reads of one connection before others are served. */
    private static final int MAX_READS = 4;

    private VertxInternals() {}

    /** Returns the standard transport, whose servers accept only connections that the limiter admits. */
    public static Transport transport(ConnectionLimiter limiter) {
        return new TransportInternal(Transport.NIO.name(), true, null, new NioTransport() {
            @Override
            public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
                super.configure(options, domainSocket, bootstrap);
                bootstrap
                        .handler(limiter)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(READ).maxMessagesPerRead(MAX_READS));
            }
        });
    }

    static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }
}
