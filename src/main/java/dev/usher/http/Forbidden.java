package dev.usher.http;

import io.vertx.core.http.HttpServerRequest;

/**
 * 403 response that names what the caller lacks, with the {@code WWW-Authenticate} header of RFC 6750. Does not reveal
 * whether the resource of the request exists.
 *
 * @param scope scope that would be sufficient, as tokens name it
 */
record Forbidden(String scope, Answer answer) implements Reply {

    static Forbidden of(String scope, String detail) {
        return new Forbidden(scope, Answer.problem(Problem.of(ProblemType.FORBIDDEN, detail)));
    }

    @Override
    public void send(HttpServerRequest request) {
        var response = request.response();
        if (!response.ended() && !response.closed()) {
            response.putHeader(
                    Challenge.WWW_AUTHENTICATE,
                    Challenge.REALM + ", error=\"insufficient_scope\", scope=\"" + scope + "\"");
        }
        answer.send(request);
    }

    @Override
    public ProblemType problem() {
        return answer.problem();
    }
}
