package dev.usher.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * One connection of a client, below HTTP. Lives on the connection's event loop.
 *
 * <p>Knows when a request's first octet came that is not whole yet, however slowly the others follow. When the server
 * is told to end, it keeps the connection for a moment, although nothing is under way on it: a request that the client
 * is just sending is still answered, with the word that the connection ends, so that no client sends into a closed one.
 */
final class Wire extends ChannelInboundHandlerAdapter {
    /** For clients who are between two requests to send the next one, and to be told to go. */
    static final long LEAVE_MILLIS = 1_000;

    private static final long NONE = 0;

    private final BooleanSupplier closed;
    private final IntConsumer underWay;
    private boolean answering;
    private boolean leaving;
    private long begun = NONE;

    /**
     * @param closed whether the server takes no connections any more
     * @param underWay told 1 for each request that arrives, and -1 when it is answered or its client is gone
     */
    Wire(BooleanSupplier closed, IntConsumer underWay) {
        this.closed = closed;
        this.underWay = underWay;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object octets) {
        if (!answering && begun == NONE) {
            begun = Math.max(1, System.nanoTime());
        }
        ctx.fireChannelRead(octets);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ShutdownEvent) {
            leaving = true;
            ctx.executor().schedule(() -> ctx.fireUserEventTriggered(event), LEAVE_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** A request's headers are whole. */
    void arrived(HttpServerResponse response) {
        answering = true;
        underWay.accept(1);
        begun = NONE;
        response.headersEndHandler(headers -> {
            if (leaving && closed.getAsBoolean()) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
        response.bodyEndHandler(end -> answered());
    }

    /** The connection is closed. */
    void gone() {
        answered();
    }

    private void answered() {
        if (answering) {
            answering = false;
            underWay.accept(-1);
        }
    }

    /** The connection was opened while the server was told to end: its first answer is its last. */
    void leave() {
        leaving = true;
    }

    /** Whether a request began so long ago and is not whole yet. */
    boolean dawdles(long nanos) {
        return begun != NONE && System.nanoTime() - begun > nanos;
    }
}
