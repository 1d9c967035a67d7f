package dev.usher.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * One connection of a client, between TLS and HTTP. Lives on the connection's event loop.
 *
 * <p>Knows since when something is arriving that is not whole yet, however slowly it comes. When the server is told to
 * end, it keeps the connection for a moment, although nothing is under way on it: a request that the client is just
 * sending is still answered, with the word that the connection ends, so that no client sends into a closed one.
 */
interface Wire {
    /** For clients who are between two requests to send the next one, and to be told to go. */
    long LEAVE_MILLIS = 1_000;

    /**
     * @param closed whether the server takes no connections any more
     * @param underWay told 1 for each request that arrives, and -1 when it is answered or its client is gone
     */
    static Wire on(HttpConnection connection, BooleanSupplier closed, IntConsumer underWay) {
        var channel = ((ConnectionBase) connection).channel();
        var http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 == null) {
            var wire = new Http1Wire(closed, underWay);
            place(channel, wire);
            return wire;
        }
        var wire = new Http2Wire(connection, http2, closed, underWay);
        place(channel, wire);
        return wire;
    }

    private static void place(Channel channel, ChannelHandler wire) {
        var tls = channel.pipeline().context(SslHandler.class);
        if (tls == null) {
            channel.pipeline().addFirst(wire);
        } else {
            channel.pipeline().addAfter(tls.name(), null, wire);
        }
    }

    /** A request's headers are whole. */
    void arrived(HttpServerRequest request);

    /** The connection is closed. */
    void gone();

    /** The connection was opened while the server was told to end. */
    void leave();

    /** Whether the client keeps something waiting for so long. */
    boolean dawdles(long nanos);
}
