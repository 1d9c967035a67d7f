package dev.usher.http;

import io.vertx.core.http.HttpServerRequest;

/**
 * 403 that names what the caller lacks, with the {@code WWW-Authenticate} of RFC 6750. Says nothing about whether that
 * which the request is about exists.
 *
 * @param scope a scope with which the caller would be allowed, as a token names it
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
