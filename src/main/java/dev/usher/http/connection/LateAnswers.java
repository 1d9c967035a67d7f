package dev.usher.http.connection;

import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Delays answers, so that a client that ignores Retry-After has to wait. An HTTP/1.1 connection handles no further
 * request meanwhile. Bounded for each event loop, to which an instance belongs, and for each connection, so that an
 * HTTP/2 connection has streams left for other requests.
 */
public final class LateAnswers {
    static final int MAX = 500;
    static final int MAX_OF_CONNECTION = 10;

    final Map<Timer, HttpConnection> waiting = new LinkedHashMap<>();
    private final Vertx vertx;
    private boolean flushed;

    public LateAnswers(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Sends the answer after the delay, or at once when too many wait. An HTTP/1.1 request is not read meanwhile. */
    public void send(HttpServerRequest request, long millis, Runnable answer) {
        var connection = request.connection();
        if (flushed
                || waiting.size() >= MAX
                || Collections.frequency(waiting.values(), connection) >= MAX_OF_CONNECTION) {
            answer.run();
            return;
        }
        var timer = vertx.timer(millis);
        waiting.put(timer, connection);
        boolean paused = request.version() != HttpVersion.HTTP_2;
        if (paused) {
            request.pause();
        } else if (!request.isEnded()) {
            request.resume();
        }
        var response = request.response().closeHandler(gone -> timer.cancel());
        timer.onComplete(over -> {
            waiting.remove(timer);
            if (!response.closed()) {
                if (paused) {
                    request.resume();
                }
                answer.run();
            }
        });
    }

    /** Sends all waiting answers now, and later ones at once. */
    public void flush() {
        flushed = true;
        List.copyOf(waiting.keySet()).forEach(Timer::cancel);
    }
}
