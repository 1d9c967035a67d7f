package dev.usher.http.access;

import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Problem;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.Response;
import io.vertx.core.http.HttpServerRequest;

/**
 * 403 response that names what the caller lacks, with the {@code WWW-Authenticate} header of RFC 6750. Does not reveal
 * whether the resource of the request exists.
 *
 * @param scope scope that would be sufficient, as tokens name it
 */
public record ForbiddenResponse(String scope, JsonResponse answer) implements Response {

    public static ForbiddenResponse of(String scope, String detail) {
        return new ForbiddenResponse(scope, JsonResponse.problem(Problem.of(ProblemType.FORBIDDEN, detail)));
    }

    @Override
    public void send(HttpServerRequest request) {
        var response = request.response();
        if (!response.ended() && !response.closed()) {
            response.putHeader(
                    AuthChallenge.WWW_AUTHENTICATE,
                    AuthChallenge.REALM + ", error=\"insufficient_scope\", scope=\"" + scope + "\"");
        }
        answer.send(request);
    }

    @Override
    public ProblemType problem() {
        return answer.problem();
    }
}
