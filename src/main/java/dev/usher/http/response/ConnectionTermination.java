package dev.usher.http.response;

import dev.usher.http.connection.ClientConnection;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Ends the connection (HTTP/1.1) or the stream (HTTP/2) of a request. In HTTP/1.1 the next request cannot be
 * distinguished from the rest of this one; in HTTP/2 other streams are not affected.
 */
public final class ConnectionTermination {
    private ConnectionTermination() {}

    /** Announces in the response, which is not sent yet, that it is the connection's last. */
    public static void announce(HttpServerRequest request) {
        if (!streams(request)) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** Ends it after the response. */
    static void inOrder(HttpServerRequest request) {
        end(request, Http2Error.NO_ERROR);
    }

    /** Ends it for a client that sends too much. */
    public static void atOnce(HttpServerRequest request) {
        end(request, Http2Error.ENHANCE_YOUR_CALM);
    }

    /**
     * Ends a response that cannot be completed: in HTTP/1.1 with a reset, since the orderly end of the connection could
     * be mistaken for the end of the response.
     */
    public static void incomplete(HttpServerRequest request) {
        if (streams(request)) {
            request.response().reset(Http2Error.INTERNAL_ERROR.code());
        } else {
            ClientConnection.of(request).reset();
        }
    }

    private static void end(HttpServerRequest request, Http2Error reason) {
        if (!streams(request)) {
            request.connection().close();
        } else if (!request.isEnded() || !request.response().ended()) {
            request.response().reset(reason.code());
        }
    }

    private static boolean streams(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }
}
