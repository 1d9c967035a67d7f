package dev.usher.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/** What the server allows before a request reaches the router, and what it answers to what it cannot read. */
final class ApiServer {
    private static final int LINE_LIMIT = 4 * 1024;
    private static final int HEADERS_LIMIT = 8 * 1024;
    private static final int BACKLOG = 4096;
    private static final long IDLE_MILLIS = 60_000;
    /** How long a request's line and headers may take at most, from the first octet to the last. */
    static final long HEADERS_MILLIS = 10_000;

    private ApiServer() {}

    /** An idle connection outlives every request that it may be waiting for. */
    static HttpServerOptions options(long requestTimeoutMillis) {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(LINE_LIMIT)
                .setMaxHeaderSize(HEADERS_LIMIT)
                .setIdleTimeout((int) (IDLE_MILLIS + requestTimeoutMillis))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
    }

    static void unreadable(HttpServerRequest request, RequestWatch watch) {
        Exchange.begin(request, watch);
        var cause = request.decoderResult().cause();
        var type = ProblemType.INVALID_REQUEST;
        if (cause instanceof TooLongHttpLineException) {
            type = ProblemType.URI_TOO_LONG;
        } else if (cause instanceof TooLongHttpHeaderException) {
            type = ProblemType.HEADERS_TOO_LARGE;
        }
        Answer.problem(type).sendLast(request);
    }
}
