package dev.usher.http.request;

import dev.usher.contract.ValidationError;
import dev.usher.http.docs.ApiDocs;
import dev.usher.http.response.AccessLog;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Problem;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.RequestListener;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;

/**
 * Rejects, before the router, requests that two servers could parse differently.
 *
 * <p>A folded header line arrives here joined by a space, which none of the headers that Usher reads may contain; it is
 * rejected wherever it could matter.
 */
public final class RequestGuard implements Handler<HttpServerRequest> {
    /** Target of an OPTIONS request that concerns no resource (RFC 9110, 9.3.7). */
    private static final String WHOLE_SERVER = "*";

    private final Handler<HttpServerRequest> router;
    private final RequestListener listener;

    public RequestGuard(Handler<HttpServerRequest> router, RequestListener listener) {
        this.router = router;
        this.listener = listener;
    }

    @Override
    public void handle(HttpServerRequest request) {
        AccessLog.begin(request, listener);
        var flaw = flaw(request);
        if (flaw != null) {
            JsonResponse.problem(Problem.invalid(List.of(flaw))).sendLast(request);
            return;
        }
        if (mayHaveBody(request)) {
            BodyReader.discard(request);
        }
        if (request.uri().equals(WHOLE_SERVER)) {
            JsonResponse.noContent().send(request);
            return;
        }
        if (request.uri().length() > HttpServerLimits.LINE_LIMIT) {
            JsonResponse.problem(ProblemType.URI_TOO_LONG).sendLast(request);
            return;
        }
        var path = request.path();
        if (path.equals(ApiDocs.FOLDER)) {
            JsonResponse.movedTo(ApiDocs.UP).send(request);
            return;
        }
        if (path.length() > 1 && path.endsWith("/")) {
            JsonResponse.problem(ProblemType.PATH_NOT_FOUND).send(request);
            return;
        }
        router.handle(request);
    }

    /** Answers 503 while too many requests are under way, before anything is done for the request. */
    public void rejectBusy(HttpServerRequest request) {
        AccessLog.begin(request, listener);
        BodyReader.discard(request);
        JsonResponse.problem(ProblemType.BUSY).send(request);
    }

    private static ValidationError flaw(HttpServerRequest request) {
        var headers = request.headers();
        var hosts = headers.getAll(HttpHeaders.HOST);
        if (hosts.size() > 1) {
            return new ValidationError(ValidationError.In.HEADER, "Host", "is given more than once");
        }
        if (hosts.isEmpty() ? request.version() == HttpVersion.HTTP_1_1 : request.authority() == null) {
            return new ValidationError(ValidationError.In.HEADER, "Host", "is missing or not a host");
        }
        var codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        if (codings.size() > 1 || codings.size() == 1 && !codings.get(0).equalsIgnoreCase("chunked")) {
            return new ValidationError(ValidationError.In.HEADER, "Transfer-Encoding", "must be chunked");
        }
        var uri = request.uri();
        if (uri == null) {
            return foreign();
        }
        if (uri.equals(WHOLE_SERVER) && request.method() == HttpMethod.OPTIONS) {
            return null;
        }
        if (uri.startsWith("/")) {
            return target(uri);
        }
        return hosts.isEmpty() ? foreign() : absolute(uri, hosts.get(0));
    }

    private static ValidationError absolute(String uri, String host) {
        int colon = uri.indexOf("://");
        if (colon < 0) {
            return foreign();
        }
        int authority = colon + "://".length();
        int end = authority;
        while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
            end++;
        }
        var scheme = uri.substring(0, authority).toLowerCase(Locale.ROOT);
        boolean ours = scheme.equals("http://") || scheme.equals("https://");
        return ours && uri.substring(authority, end).equalsIgnoreCase(host) ? target(uri.substring(end)) : foreign();
    }

    private static ValidationError foreign() {
        return new ValidationError(ValidationError.In.PATH, null, "is not a path on this host");
    }

    private static ValidationError target(String target) {
        var flaw = RequestTargetValidator.flaw(target);
        return flaw == null ? null : new ValidationError(ValidationError.In.PATH, null, flaw);
    }

    private static boolean mayHaveBody(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                || request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
