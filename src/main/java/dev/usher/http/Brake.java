package dev.usher.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Keeps what a client sends, unread, for as long as the client was told to wait, and then has it read as if it had just
 * come. Until then it costs next to nothing. Whoever sends more than a whole request meanwhile is cut off. Stands
 * before everything that reads the connection, behind TLS; lives on the connection's event loop.
 */
final class Brake extends ChannelInboundHandlerAdapter {
    /** Of what comes at once, so much is read before a hold takes effect: some dozens of requests at most. */
    private static final int SLICE = 2 * 1024;

    private static final int MOST = ApiServer.LINE_LIMIT + ApiServer.HEADERS_LIMIT + BodyIntake.LIMIT;

    private final IntPredicate room;
    private ChannelHandlerContext channel;
    private ByteBuf kept = Unpooled.EMPTY_BUFFER;
    private Future<?> end;
    private String first;
    private boolean shared;

    /** @param room told how many octets more are to be kept, or how many less; says whether they may be */
    Brake(IntPredicate room) {
        this.room = room;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx;
    }

    /** A caller has sent something; says whether nobody else has. */
    boolean isOnlyOf(String caller) {
        if (first == null) {
            first = caller;
        }
        shared = shared || !first.equals(caller);
        return !shared;
    }

    boolean isShared() {
        return shared;
    }

    /** From now on, and for so long; a hold that is under way goes on as it is. */
    void hold(long millis) {
        if (end == null && channel.channel().isActive()) {
            end = channel.executor().schedule(this::release, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Does nothing where nothing is held. */
    void release() {
        if (end == null) {
            return;
        }
        end.cancel(false);
        end = null;
        var octets = taken();
        if (octets.isReadable()) {
            pass(octets);
            channel.fireChannelReadComplete();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object octets) {
        if (end == null) {
            pass((ByteBuf) octets);
        } else {
            keep((ByteBuf) octets);
        }
    }

    private void pass(ByteBuf octets) {
        if (octets.readableBytes() <= SLICE) {
            channel.fireChannelRead(octets);
            return;
        }
        while (end == null && octets.isReadable() && channel.channel().isActive()) {
            channel.fireChannelRead(octets.readRetainedSlice(Math.min(SLICE, octets.readableBytes())));
        }
        keep(octets);
    }

    private void keep(ByteBuf octets) {
        int more = octets.readableBytes();
        if (more > 0 && end != null) {
            if (kept.readableBytes() + more > MOST || !room.test(more)) {
                channel.close();
            } else {
                kept = (kept == Unpooled.EMPTY_BUFFER ? channel.alloc().buffer(more) : kept).writeBytes(octets);
            }
        }
        octets.release();
    }

    private ByteBuf taken() {
        var octets = kept;
        kept = Unpooled.EMPTY_BUFFER;
        room.test(-octets.readableBytes());
        return octets;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (end != null) {
            end.cancel(false);
            end = null;
        }
        taken().release();
        ctx.fireChannelInactive();
    }
}
