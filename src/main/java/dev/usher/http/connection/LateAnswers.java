package dev.usher.http.connection;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Delays answers, so that a client that ignores Retry-After has to wait. An HTTP/1.1 connection handles no further
 * request meanwhile. Bounded for each event loop, to which an instance belongs, and for each connection, so that an
 * HTTP/2 connection has streams left for other requests.
 */
public final class LateAnswers {
    static final int MAX = 500;
    static final int MAX_OF_CONNECTION = 10;

    private final Vertx vertx;
    private final Set<Late> waiting = new LinkedHashSet<>();
    private final Map<HttpConnection, Integer> connections = new HashMap<>();

    private boolean flushed;

    public LateAnswers(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Sends the answer after the delay, or at once when too many wait. The request is not read meanwhile. */
    public void send(HttpServerRequest request, long millis, Runnable answer) {
        var connection = request.connection();
        if (flushed || waiting.size() >= MAX || connections.getOrDefault(connection, 0) >= MAX_OF_CONNECTION) {
            answer.run();
            return;
        }
        var late = new Late(request, answer);
        waiting.add(late);
        connections.merge(connection, 1, Integer::sum);
        late.timer = vertx.setTimer(millis, due -> late.send());
        request.pause().response().closeHandler(gone -> late.end()).exceptionHandler(gone -> late.end());
    }

    /** Sends all waiting answers now, and later ones at once. */
    public void flush() {
        flushed = true;
        List.copyOf(waiting).forEach(Late::send);
    }

    /** Returns the number of waiting answers. */
    int size() {
        return waiting.size();
    }

    private final class Late {
        private final HttpServerRequest request;
        private final Runnable answer;
        private long timer;

        Late(HttpServerRequest request, Runnable answer) {
            this.request = request;
            this.answer = answer;
        }

        public void send() {
            if (end()) {
                request.resume();
                answer.run();
            }
        }

        boolean end() {
            vertx.cancelTimer(timer);
            if (!waiting.remove(this)) {
                return false;
            }
            connections.computeIfPresent(request.connection(), (one, count) -> count > 1 ? count - 1 : null);
            return true;
        }
    }
}
