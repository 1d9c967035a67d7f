package dev.usher.http.access;

import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Problem;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.Response;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Response 401 or 403 with the {@code WWW-Authenticate} header of RFC 6750.
 *
 * @param header value of {@code WWW-Authenticate}
 */
public record AuthChallenge(CharSequence header, JsonResponse answer) implements Response {
    static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");
    /** Start of every challenge. */
    private static final String REALM = "Bearer realm=\"usher\"";

    static final AuthChallenge NO_TOKEN = unauthenticated("");
    static final AuthChallenge BAD_TOKEN = unauthenticated(", error=\"invalid_token\"");

    private static AuthChallenge unauthenticated(String error) {
        return new AuthChallenge(
                HttpHeaders.createOptimized(REALM + error), JsonResponse.problem(ProblemType.UNAUTHENTICATED));
    }

    /**
     * Returns a 403 that does not reveal whether the resource of the request exists.
     *
     * @param scope scope that would be sufficient, as tokens name it
     * @param detail what the caller lacks
     */
    public static AuthChallenge forbidden(String scope, String detail) {
        return new AuthChallenge(
                REALM + ", error=\"insufficient_scope\", scope=\"" + scope + "\"",
                JsonResponse.problem(Problem.of(ProblemType.FORBIDDEN, detail)));
    }

    @Override
    public void send(HttpServerRequest request) {
        var response = request.response();
        if (!response.ended() && !response.closed()) {
            response.putHeader(WWW_AUTHENTICATE, header);
        }
        answer.send(request);
    }

    @Override
    public ProblemType problem() {
        return answer.problem();
    }
}
