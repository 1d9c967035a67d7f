package dev.usher.http.response;

import io.vertx.core.http.HttpServerRequest;

/** Response to a request: complete, or a stream. */
public interface Response {
    /** Sends the response. Called once, on the request's event loop. */
    void send(HttpServerRequest request);

    /** Returns the reported problem, or null. */
    ProblemType problem();

    /** Returns whether the response continues after it was sent. */
    default boolean isStream() {
        return false;
    }
}
