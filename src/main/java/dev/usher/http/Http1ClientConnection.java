package dev.usher.http;

import dev.usher.http.EdgeWatch.Cut;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpServerRequest;

/**
 * A connection whose requests come one behind the other. Its octets are passed to the decoder in slices, and none while
 * a request is answered or much of a response is unread: what a client sends ahead waits as octets, which are few,
 * instead of as requests.
 */
final class Http1ClientConnection extends ClientConnection {
    private static final int SLICE = 1024;
    /** Octets of responses that may be unread when the next request is parsed. */
    private static final int MAX_UNREAD = 32 * 1024;
    /** Octets that are sent ahead; one read and one record of TLS are less. */
    private static final int MAX_AHEAD = 64 * 1024;

    private final Gate gate = new Gate();
    private ConnectionRegistry.Underway underway;
    /** Requests that are parsed and not answered. */
    private int unanswered;
    /** Whether the last request is parsed to its end. */
    private boolean whole = true;

    Http1ClientConnection(ConnectionRegistry registry, Channel channel) {
        super(registry, channel);
        var tls = channel.pipeline().context(SslHandler.class);
        if (tls == null) {
            channel.pipeline().addFirst(gate);
        } else {
            channel.pipeline().addAfter(tls.name(), null, gate);
        }
        channel.pipeline().addBefore(channel.pipeline().lastContext().name(), null, new Marker());
    }

    @Override
    void arrived(HttpServerRequest arrived, ConnectionRegistry.Underway counted) {
        underway = counted;
        arrived.response().bodyEndHandler(end -> {
            unanswered--;
            counted.free();
            gate.feed();
        });
    }

    @Override
    ConnectionRegistry.Underway underway(HttpServerRequest request) {
        return underway;
    }

    @Override
    void resume() {
        gate.feed();
    }

    @Override
    void condemn() {
        super.condemn();
        gate.feed();
    }

    @Override
    void closed() {
        if (underway != null) {
            underway.free();
        }
        super.closed();
    }

    private boolean isBetweenRequests() {
        return whole && unanswered == 0;
    }

    private boolean takesMore() {
        return !isCondemned() && channel.isActive() && (isBetweenRequests() ? unread() <= MAX_UNREAD : !whole);
    }

    /** Stands behind the decoder. */
    private final class Marker extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest) {
                gate.head = 0;
                unanswered++;
                whole = false;
            }
            if (message instanceof LastHttpContent) {
                whole = true;
            }
            ctx.fireChannelRead(message);
        }
    }

    /** Stands before the decoder, behind TLS. */
    private final class Gate extends ChannelDuplexHandler {
        private ChannelHandlerContext decoder;
        private ByteBuf ahead = Unpooled.EMPTY_BUFFER;
        /** Octets of a head that is not complete. */
        private int head;

        private OctetBudget.Hold headHold;
        private OctetBudget.Hold aheadHold;
        private boolean feeding;
        private boolean reading;
        private boolean stopped;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            decoder = ctx;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            reading = true;
            var octets = (ByteBuf) message;
            if (ahead.isReadable()) {
                octets = ctx.alloc()
                        .buffer(ahead.readableBytes() + octets.readableBytes())
                        .writeBytes(ahead)
                        .writeBytes(octets);
                ((ByteBuf) message).release();
                ahead.release();
            }
            ahead = octets;
            feed();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            reading = false;
            ctx.fireChannelReadComplete();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            feed();
            ctx.fireChannelInactive();
        }

        /** Whoever wants more to be read, waits until everything that was read is passed on. */
        @Override
        public void read(ChannelHandlerContext ctx) {
            if (ahead.isReadable()) {
                stop();
            } else {
                ctx.read();
            }
        }

        private void stop() {
            stopped = true;
            channel.config().setAutoRead(false);
        }

        void feed() {
            if (feeding) {
                return;
            }
            feeding = true;
            boolean fed = false;
            while (ahead.isReadable() && takesMore()) {
                fed = true;
                pass(Math.min(SLICE, ahead.readableBytes()));
            }
            feeding = false;
            account();
            if (fed && !reading) {
                decoder.fireChannelReadComplete();
            }
        }

        private void pass(int octets) {
            head += isBetweenRequests() ? octets : 0;
            var slice = ahead;
            if (octets < ahead.readableBytes()) {
                slice = ahead.readRetainedSlice(octets);
            } else {
                ahead = Unpooled.EMPTY_BUFFER;
            }
            decoder.fireChannelRead(slice);
        }

        /** Of what is kept now; what will never be passed on is dropped. */
        private void account() {
            if (isCondemned() || !channel.isActive() || !ahead.isReadable()) {
                ahead.release();
                ahead = Unpooled.EMPTY_BUFFER;
            }
            headHold = hold(headHold, Cut.HEADERS, registry.headersNanos(), isBetweenRequests() ? head : 0);
            aheadHold = hold(aheadHold, Cut.PIPELINE, Long.MAX_VALUE, ahead.readableBytes());
            if (ahead.readableBytes() > MAX_AHEAD) {
                cut(Cut.PIPELINE);
            }
            if (ahead.isReadable()) {
                stop();
            } else if (stopped) {
                stopped = false;
                channel.config().setAutoRead(true);
            }
        }
    }
}
