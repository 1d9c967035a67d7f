package dev.usher.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** 401 response with the {@code WWW-Authenticate} header of RFC 6750. */
enum Challenge implements Reply {
    NO_TOKEN(""),
    BAD_TOKEN(", error=\"invalid_token\"");

    static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");

    /** Start of every challenge. */
    static final String REALM = "Bearer realm=\"usher\"";

    private final CharSequence header;
    private final Answer answer = Answer.problem(ProblemType.UNAUTHENTICATED);

    Challenge(String error) {
        this.header = HttpHeaders.createOptimized(REALM + error);
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
