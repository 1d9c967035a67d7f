package dev.usher.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Where requests come one behind the other, each with its own first octet. */
final class Http1Wire extends ChannelInboundHandlerAdapter implements Wire {
    private static final long NONE = 0;

    private final BooleanSupplier closed;
    private final IntConsumer underWay;
    private boolean answering;
    private boolean leaving;
    private long begun = NONE;

    Http1Wire(BooleanSupplier closed, IntConsumer underWay) {
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

    @Override
    public void arrived(HttpServerRequest request) {
        var response = request.response();
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

    @Override
    public void gone() {
        answered();
    }

    private void answered() {
        if (answering) {
            answering = false;
            underWay.accept(-1);
        }
    }

    /** The first answer is the last. */
    @Override
    public void leave() {
        leaving = true;
    }

    @Override
    public boolean dawdles(long nanos) {
        return begun != NONE && System.nanoTime() - begun > nanos;
    }
}
