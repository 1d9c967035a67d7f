package dev.usher.http;

import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * The end of what a request came on. In HTTP/1.1 that is the connection, whose next request cannot be told from what is
 * left of this one; in HTTP/2 the request's own stream and no other.
 */
final class Parting {
    private Parting() {}

    /** The answer, which is not sent yet, says that it is the last. */
    static void announce(HttpServerRequest request) {
        if (!streams(request)) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** Behind the answer. */
    static void inOrder(HttpServerRequest request) {
        end(request, Http2Error.NO_ERROR);
    }

    /** Of a client who goes on for too long. */
    static void atOnce(HttpServerRequest request) {
        end(request, Http2Error.ENHANCE_YOUR_CALM);
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
