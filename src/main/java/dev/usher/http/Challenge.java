package dev.usher.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Why a request goes no further, with the {@code WWW-Authenticate} of RFC 6750. */
enum Challenge implements Reply {
    NO_TOKEN(ProblemType.UNAUTHENTICATED, ""),
    BAD_TOKEN(ProblemType.UNAUTHENTICATED, ", error=\"invalid_token\""),
    NOT_ALLOWED(ProblemType.FORBIDDEN, ", error=\"insufficient_scope\"");

    static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");

    private final CharSequence header;
    private final Answer answer;

    Challenge(ProblemType type, String error) {
        this.header = HttpHeaders.createOptimized("Bearer realm=\"usher\"" + error);
        this.answer = Answer.problem(type);
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
