package dev.usher.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The open connections of one {@link ApiVerticle} instance. Cuts off who does not get a request's headers sent in time,
 * or does not take its answer, and turns requests away at once when so many are under way that one more would only make
 * all of them wait. Lives on the instance's event loop.
 */
final class Wires {
    /** In 256 MB of heap they leave room for their answers, on a few event loops. */
    static final int MOST_UNDER_WAY = 4_000;

    private static final long LOOK_MILLIS = 500;

    private final Vertx vertx;
    private final long headersNanos;
    private final BooleanSupplier closed;
    private final Map<HttpConnection, Wire> open = new HashMap<>();
    private long timer;
    private boolean leaving;
    private int underWay;

    /**
     * @param headersMillis how long a request's line and headers may take, from the first octet to the last
     * @param closed whether no instance takes connections any more: before that, nobody is sent away, since who is sent
     *     away comes again
     */
    Wires(Vertx vertx, long headersMillis, BooleanSupplier closed) {
        this.vertx = vertx;
        this.closed = closed;
        this.headersNanos = TimeUnit.MILLISECONDS.toNanos(headersMillis);
    }

    void watch() {
        timer = vertx.setPeriodic(LOOK_MILLIS, look -> cutOff());
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    /** To be told that the server ends, before it does. */
    void leave() {
        leaving = true;
    }

    /** To be told of each new connection. */
    void opened(HttpConnection connection) {
        var wire = Wire.on(connection, closed, this::underWay);
        if (leaving) {
            wire.leave();
        }
        open.put(connection, wire);
        connection.closeHandler(gone -> {
            open.remove(connection);
            wire.gone();
        });
    }

    /** Tells a request's connection that it has arrived, and passes it on, unless too many are under way. */
    Handler<HttpServerRequest> before(Handler<HttpServerRequest> next, Handler<HttpServerRequest> tooMany) {
        return request -> {
            boolean full = underWay >= MOST_UNDER_WAY;
            var wire = open.get(request.connection());
            if (wire != null) {
                wire.arrived(request);
            }
            (full ? tooMany : next).handle(request);
        };
    }

    private void underWay(int more) {
        underWay += more;
    }

    private void cutOff() {
        List.copyOf(open.entrySet()).forEach(entry -> {
            if (entry.getValue().dawdles(headersNanos)) {
                entry.getKey().close();
            }
        });
    }
}
