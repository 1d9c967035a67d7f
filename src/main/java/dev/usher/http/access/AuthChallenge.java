package dev.usher.http.access;

import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.Response;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** 401 response with the {@code WWW-Authenticate} header of RFC 6750. */
enum AuthChallenge implements Response {
    NO_TOKEN(""),
    BAD_TOKEN(", error=\"invalid_token\"");

    static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");

    /** Start of every challenge. */
    static final String REALM = "Bearer realm=\"usher\"";

    private final CharSequence header;
    private final JsonResponse answer = JsonResponse.problem(ProblemType.UNAUTHENTICATED);

    AuthChallenge(String error) {
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
