package dev.usher.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Where many requests are under way at once, each on a stream of its own. Octets that go on coming and complete no
 * frame are not whole, and neither are headers that go on and on. An answer that the client does not take keeps it
 * waiting, too.
 *
 * <p>Who is to leave is told by a GOAWAY that takes nothing back: what is under way, or just being sent, is answered.
 */
final class Http2Wire extends ChannelInboundHandlerAdapter implements Wire {
    private static final long NONE = 0;
    /** Any stream. */
    private static final int LAST_STREAM = Integer.MAX_VALUE;
    /** What is on its way to the server when it says so has the other half to arrive. */
    private static final long TOLD_AFTER_MILLIS = LEAVE_MILLIS / 2;

    /** For an answer to be taken, the largest page over a slow line. */
    private static final long UNTAKEN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final HttpConnection connection;
    private final BooleanSupplier closed;
    private final IntConsumer underWay;
    /** When each stream that is open was answered. */
    private final Map<Integer, Long> streams = new HashMap<>();

    private ChannelHandlerContext channel;
    private boolean whole;
    private long begun = NONE;
    private long latest = NONE;

    Http2Wire(HttpConnection connection, Http2ConnectionHandler http2, BooleanSupplier closed, IntConsumer underWay) {
        this.connection = connection;
        this.closed = closed;
        this.underWay = underWay;
        var decoder = http2.decoder();
        decoder.frameListener(new WholeFrames(decoder.frameListener(), () -> whole = true));
        http2.connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                answered(stream.id());
                streams.remove(stream.id());
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object octets) {
        whole = false;
        ctx.fireChannelRead(octets);
        latest = now();
        if (whole) {
            begun = NONE;
        } else if (begun == NONE) {
            begun = latest;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ShutdownEvent) {
            leave();
            ctx.executor().schedule(() -> ctx.fireUserEventTriggered(event), LEAVE_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void arrived(HttpServerRequest request) {
        int id = request.response().streamId();
        streams.put(id, NONE);
        underWay.accept(1);
        request.response().bodyEndHandler(end -> answered(id));
    }

    private void answered(int id) {
        if (streams.replace(id, NONE, now())) {
            underWay.accept(-1);
        }
    }

    @Override
    public void gone() {
        streams.values().stream().filter(answered -> answered == NONE).forEach(one -> underWay.accept(-1));
        streams.clear();
    }

    @Override
    public void leave() {
        channel.executor().schedule(this::tell, TOLD_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tell() {
        if (closed.getAsBoolean() && channel.channel().isActive()) {
            connection.goAway(Http2Error.NO_ERROR.code(), LAST_STREAM);
        }
    }

    @Override
    public boolean dawdles(long nanos) {
        long now = System.nanoTime();
        return begun != NONE && latest - begun > nanos
                || streams.values().stream().anyMatch(answered -> answered != NONE && now - answered > UNTAKEN_NANOS);
    }

    /** Never {@link #NONE}. */
    private static long now() {
        return Math.max(1, System.nanoTime());
    }
}
