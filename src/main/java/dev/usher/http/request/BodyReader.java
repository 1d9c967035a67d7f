package dev.usher.http.request;

import dev.usher.http.connection.ClientConnection;
import dev.usher.http.response.ConnectionTermination;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.ProblemType;
import dev.usher.service.Deadline;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Collects one request's body on its event loop, up to the size limit and until the deadline. Answers 413 and 408
 * itself; the body's handler is not called then.
 */
public final class BodyReader {
    static final int LIMIT = 32 * 1024;
    private static final int DISCARD_LIMIT = 1024 * 1024;
    /** Capacity of a growing buffer, in multiples of its content. */
    private static final int GROWTH = 2;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Handler<Buffer> whole;
    private final Buffer body = Buffer.buffer();
    private final ClientConnection.Hold hold;
    private long timer;

    private BodyReader(Vertx vertx, HttpServerRequest request, Handler<Buffer> whole) {
        this.vertx = vertx;
        this.request = request;
        this.whole = whole;
        this.hold = ClientConnection.of(request).holdBody();
    }

    /** Starts to collect the body. Must be called before the request's first handler returns. */
    public static void collect(Vertx vertx, HttpServerRequest request, Deadline deadline, Handler<Buffer> whole) {
        if (announced(request) > LIMIT) {
            refuse(request);
            return;
        }
        if (request.version() != HttpVersion.HTTP_1_0
                && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        new BodyReader(vertx, request, whole).start(deadline);
    }

    /** Reads and discards the body, and ends the connection or the stream when it exceeds 1 MiB. */
    public static void discard(HttpServerRequest request) {
        request.handler(new Handler<>() {
            private long seen;

            @Override
            public void handle(Buffer part) {
                seen += part.length();
                if (seen > DISCARD_LIMIT) {
                    ConnectionTermination.atOnce(request);
                }
            }
        });
    }

    private void start(Deadline deadline) {
        timer = vertx.setTimer(Math.max(1, deadline.remainingMillis()), fired -> late());
        request.handler(this::take)
                .endHandler(end -> {
                    stop();
                    whole.handle(body);
                })
                .exceptionHandler(gone -> stop());
    }

    private void take(Buffer part) {
        if (body.length() + part.length() > LIMIT) {
            stop();
            request.endHandler(null);
            discard(request);
            refuse(request);
        } else if (hold.set((long) GROWTH * (body.length() + part.length()))) {
            body.appendBuffer(part);
        } else {
            stop();
            request.handler(null).endHandler(null);
            JsonResponse.problem(ProblemType.BUSY).sendLast(request);
        }
    }

    private void stop() {
        vertx.cancelTimer(timer);
        hold.set(0);
    }

    private void late() {
        hold.set(0);
        request.handler(null).endHandler(null);
        JsonResponse.problem(ProblemType.REQUEST_TIMEOUT).sendLast(request);
    }

    /** Answers 413, and announces the end of the connection when the rest of the body is too long to discard. */
    private static void refuse(HttpServerRequest request) {
        if (announced(request) > DISCARD_LIMIT) {
            ConnectionTermination.announce(request);
        }
        JsonResponse.problem(ProblemType.BODY_TOO_LARGE).send(request);
    }

    private static long announced(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
