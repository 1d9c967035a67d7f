package dev.usher.http;

import io.vertx.core.http.HttpServerRequest;

/** What a request comes to: an answer that is whole, or a stream that goes on. */
interface Reply {
    /** Called once, on the request's event loop. */
    void send(HttpServerRequest request);

    /** What it says went wrong, or null. */
    ProblemType problem();

    /** Whether it goes on after it was sent. */
    default boolean isStream() {
        return false;
    }
}
