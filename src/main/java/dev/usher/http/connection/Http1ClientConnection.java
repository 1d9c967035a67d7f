package dev.usher.http.connection;

import dev.usher.http.connection.EdgeListener.Cut;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * HTTP/1.1 connection, whose requests are answered one after the other. Counts the octets of an incomplete head and the
 * requests that wait for the answers to earlier ones; Vert.x reads no more of a connection while eight of them wait.
 */
final class Http1ClientConnection extends ClientConnection {
    /** Octets passed to the decoder at once, and the upper bound of uncounted octets of the next head. */
    private static final int SLICE = 1024;
    /** Limit of requests that are parsed and not answered. */
    private static final int MAX_AHEAD = 128;
    /** Octets of heap for a waiting request. */
    private static final int AHEAD = 1024;

    private final Hold incomplete = new Hold(Cut.HEADERS, registry.headersNanos);
    private final Hold waiting = new Hold(Cut.PIPELINE, Long.MAX_VALUE);
    private int unanswered;
    /** Octets of an incomplete head. */
    private int head;
    /** Whether the last request is parsed to its end. */
    private boolean whole = true;

    Http1ClientConnection(ConnectionRegistry registry, Channel channel) {
        super(registry, channel);
        var decoder = channel.pipeline().context(HttpRequestDecoder.class).name();
        channel.pipeline().addBefore(decoder, null, new BeforeDecoder()).addAfter(decoder, null, new BehindDecoder());
    }

    @Override
    void answered(int stream) {
        super.answered(stream);
        unanswered--;
        account();
    }

    private void account() {
        if (unanswered > MAX_AHEAD) {
            cut(Cut.PIPELINE);
        }
        boolean between = whole && unanswered == 0;
        boolean room = incomplete.set(between ? head : 0)
                && waiting.set(between ? 0 : head + (long) AHEAD * Math.max(0, unanswered - 1));
        if (!room) {
            cut(Cut.MEMORY);
        }
    }

    private final class BeforeDecoder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            var octets = (ByteBuf) message;
            while (octets.isReadable() && !condemned) {
                var slice = octets.readBytes(Math.min(SLICE, octets.readableBytes()));
                head += whole ? slice.readableBytes() : 0;
                ctx.fireChannelRead(slice);
            }
            octets.release();
            account();
        }
    }

    private final class BehindDecoder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest) {
                head = 0;
                unanswered++;
                whole = false;
            }
            if (message instanceof LastHttpContent) {
                whole = true;
            }
            ctx.fireChannelRead(message);
        }
    }
}
