package dev.usher.http.connection;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.TimeUnit;

/** HTTP/2 connection with many requests under way at once, each on its own stream. */
final class Http2ClientConnection extends ClientConnection {
    /** Highest stream id: a GOAWAY with it rejects no stream. */
    private static final int LAST_STREAM = Integer.MAX_VALUE;
    /**
     * Half of the time to leave; in the other half requests arrive that were sent before the client reads the GOAWAY.
     */
    private static final long GO_AWAY_MILLIS = ConnectionRegistry.LEAVE_MILLIS / 2;

    private final HttpConnection connection;

    Http2ClientConnection(
            ConnectionRegistry registry, Channel channel, HttpConnection connection, Http2Connection http2) {
        super(registry, channel);
        this.connection = connection;
        http2.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                free(stream.id());
            }
        });
    }

    /** Schedules a GOAWAY that rejects no stream: requests under way, or just being sent, are answered. */
    @Override
    void leave() {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (channel.isActive()) {
                                connection.goAway(Http2Error.NO_ERROR.code(), LAST_STREAM);
                            }
                        },
                        GO_AWAY_MILLIS,
                        TimeUnit.MILLISECONDS);
    }
}
