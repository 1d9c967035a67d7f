package dev.usher.http.response;

import dev.usher.http.connection.ClientConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.UnaryOperator;

/** Response to a request: complete, or a stream. */
public interface Response {
    /** Sends the response. Called once, on the request's event loop. */
    void send(HttpServerRequest request);

    /** Returns the reported problem, or null. */
    default ProblemType problem() {
        return null;
    }

    /** Returns whether the response continues after it was sent. */
    default boolean isStream() {
        return false;
    }

    /** Returns a response that has only headers: the answer to HEAD where GET answers with a stream. */
    static Response ofHeaders(UnaryOperator<HttpServerResponse> headers) {
        return request -> {
            var response = request.response();
            if (!response.ended() && !response.closed()) {
                ClientConnection.of(request).end(headers.apply(response));
            }
        };
    }
}
