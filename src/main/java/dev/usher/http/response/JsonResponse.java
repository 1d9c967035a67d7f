package dev.usher.http.response;

import dev.usher.http.connection.ClientConnection;
import dev.usher.service.Outcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;

/**
 * Complete response, not sent yet.
 *
 * @param mediaType null when there is no body
 * @param body null when there is none
 * @param location path of the created resource or of the page that moved, relative to the request's path, or null
 * @param tag entity tag of the representation, or null
 * @param retryAfter in seconds, or null
 * @param problem reported problem, or null
 */
public record JsonResponse(
        int status,
        CharSequence mediaType,
        Buffer body,
        String location,
        String tag,
        CharSequence retryAfter,
        ProblemType problem)
        implements Response {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence PROBLEM = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence CALENDAR = HttpHeaders.createOptimized("text/calendar; charset=utf-8");
    private static final long LINGER_MILLIS = 200;
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int PERMANENT_REDIRECT = 308;

    public static JsonResponse ok(Buffer body) {
        return new JsonResponse(OK, JSON, body, null, null, null, null);
    }

    public static JsonResponse calendar(Buffer body) {
        return new JsonResponse(OK, CALENDAR, body, null, null, null, null);
    }

    /** @param repeated whether the resource already existed */
    public static JsonResponse created(boolean repeated, Buffer body, String location) {
        return new JsonResponse(repeated ? OK : CREATED, JSON, body, location, null, null, null);
    }

    /** @param complete whether nothing remains to be done after this response */
    public static JsonResponse accepted(boolean complete, Buffer body) {
        return new JsonResponse(complete ? OK : ACCEPTED, JSON, body, null, null, null, null);
    }

    public static JsonResponse noContent() {
        return new JsonResponse(NO_CONTENT, null, null, null, null, null, null);
    }

    /** Returns a 304: the representation that the caller has is current. */
    public static JsonResponse notModified() {
        return new JsonResponse(NOT_MODIFIED, null, null, null, null, null, null);
    }

    public static JsonResponse movedTo(String location) {
        return new JsonResponse(PERMANENT_REDIRECT, null, null, location, null, null, null);
    }

    public JsonResponse tagged(String newTag) {
        return new JsonResponse(status, mediaType, body, location, newTag, retryAfter, problem);
    }

    public static JsonResponse problem(Problem problem) {
        return new JsonResponse(
                problem.type().status(),
                PROBLEM,
                ResourceJson.problem(problem),
                null,
                null,
                problem.retryAfter(),
                problem.type());
    }

    public static JsonResponse problem(ProblemType type) {
        return problem(Problem.of(type));
    }

    public static JsonResponse refused(Outcome.Refused<?> refused) {
        return problem(Problem.of(refused));
    }

    /** Does nothing when the client has disconnected or was answered. */
    @Override
    public void send(HttpServerRequest request) {
        sent(request);
    }

    /**
     * Sends the response, and then ends the connection (HTTP/1.1) or the stream (HTTP/2), because what follows cannot
     * be trusted. On HTTP/1.1, further requests are dropped from now on. The rest of this one is read for at most 200
     * ms, so that a reset does not lose the response.
     */
    public void sendLast(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            ClientConnection.of(request).condemn();
        }
        sent(request)
                .eventually(() -> request.end().timeout(LINGER_MILLIS, TimeUnit.MILLISECONDS))
                .onComplete(ended -> ConnectionTermination.inOrder(request));
    }

    private Future<Void> sent(HttpServerRequest request) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        response.setStatusCode(status);
        if (tag != null) {
            response.putHeader(HttpHeaders.ETAG, tag);
        }
        if (location != null) {
            response.putHeader(HttpHeaders.LOCATION, location);
        }
        if (retryAfter != null && !response.headers().contains(HttpHeaders.RETRY_AFTER)) {
            response.putHeader(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        var connection = ClientConnection.of(request);
        if (body == null) {
            return connection.end(response);
        }
        var sent = encoded(request);
        response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
        if (request.method() == HttpMethod.HEAD) {
            return connection.end(response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(sent.length())));
        }
        return connection.write(response, sent.length(), () -> response.end(sent));
    }

    /** Returns the body to send. One with an entity tag is not compressed: the tag names these very octets. */
    private Buffer encoded(HttpServerRequest request) {
        if (tag != null || body.length() < GzipEncoder.MIN_OCTETS) {
            return body;
        }
        var headers = request.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (!GzipEncoder.isAccepted(request)) {
            return body;
        }
        headers.set(HttpHeaders.CONTENT_ENCODING, GzipEncoder.NAME);
        return GzipEncoder.fast(body);
    }
}
