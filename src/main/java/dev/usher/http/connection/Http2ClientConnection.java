package dev.usher.http.connection;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpConnection;

/** HTTP/2 connection with many requests under way at once, each on its own stream. */
final class Http2ClientConnection extends ClientConnection {
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

    /** Sends a GOAWAY with the highest stream id, which rejects none: requests just being sent are answered. */
    @Override
    void leave() {
        connection.goAway(Http2Error.NO_ERROR.code(), Integer.MAX_VALUE);
    }
}
