package dev.usher.http.connection;

import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Registry of the open connections and the requests under way of one {@code ApiVerticle} instance. Refuses requests
 * while too many are under way, and closes connections whose clients are too slow. Belongs to the instance's event
 * loop.
 */
public final class ConnectionRegistry {
    /** Limit of requests under way on one event loop; the octet budget may allow fewer. */
    public static final int MAX_UNDER_WAY = 4_000;

    /** Half of the time for idle clients to send one more request, whose response announces that it is the last. */
    private static final long LEAVE_MILLIS = 500;

    /** Octets of heap for one request under way, besides its head and its body. */
    private static final int REQUEST = 3 * 1024;

    /** Octets of heap for one header, besides its name and its value. */
    private static final int HEADER = 32;

    private static final long CHECK_MILLIS = 500;

    final Set<ClientConnection> open = new HashSet<>();
    final OctetBudget budget;
    final EdgeListener listener;
    final long headersNanos;
    /** Whether the port is closed, so that the next response of each connection is its last. */
    boolean leaving;

    private int underWay;

    /**
     * @param octets limit of the octets that are kept for clients
     * @param headersMillis timeout of the request line and headers, from the first octet to the last
     * @param clock in the manner of {@link System#nanoTime}
     */
    public ConnectionRegistry(long octets, long headersMillis, EdgeListener listener, LongSupplier clock) {
        this.budget = new OctetBudget(octets, this, clock);
        this.listener = listener;
        this.headersNanos = TimeUnit.MILLISECONDS.toNanos(headersMillis);
    }

    /** Checks the deadlines from now on, until the calling verticle is undeployed. */
    public void start(Vertx vertx) {
        vertx.setPeriodic(CHECK_MILLIS, check -> closeExpired());
    }

    /** Called with each new connection: in HTTP/2, after its first frame. */
    public void opened(HttpConnection connection) {
        var channel = VertxInternals.channel(connection);
        var http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        var client = http2 == null
                ? new Http1ClientConnection(this, channel)
                : new Http2ClientConnection(this, channel, connection, http2.connection());
        if (leaving) {
            client.leave();
        }
    }

    /** Closes the connections whose clients are too slow. */
    void closeExpired() {
        List.copyOf(open).forEach(ClientConnection::closeExpired);
    }

    /** Returns a handler that counts a request and passes it on, to {@code tooMany} while too many are under way. */
    public Handler<HttpServerRequest> before(Handler<HttpServerRequest> next, Handler<HttpServerRequest> tooMany) {
        return request -> {
            var connection = ClientConnection.of(request);
            if (connection.condemned) {
                return;
            }
            long octets = REQUEST + head(request);
            boolean room = underWay < MAX_UNDER_WAY && budget.take(octets);
            underWay++;
            connection.arrived(request, room ? octets : 0);
            (room ? next : tooMany).handle(request);
        };
    }

    /** @param octets number that the request has taken */
    void free(long octets) {
        underWay--;
        budget.give(octets);
    }

    private static long head(HttpServerRequest request) {
        long octets = request.uri() == null ? 0 : request.uri().length();
        for (var header : request.headers()) {
            octets += HEADER + header.getKey().length() + header.getValue().length();
        }
        return octets;
    }

    /**
     * Closes the port, and gives connected clients a second to send one more request: in HTTP/2, half of it for those
     * that have not read the GOAWAY. Completes when the connections may be closed.
     */
    public Future<Void> leave(Vertx vertx) {
        if (open.isEmpty()) {
            return Future.succeededFuture();
        }
        var context = vertx.getOrCreateContext();
        var port = open.iterator().next().channel.parent();
        return Future.<Void>future(
                        closed -> port.close().addListener(done -> context.runOnContext(leave -> closed.complete())))
                .onSuccess(leave -> leaving = true)
                .compose(leave -> vertx.timer(LEAVE_MILLIS))
                .onSuccess(half -> List.copyOf(open).forEach(ClientConnection::leave))
                .compose(half -> vertx.timer(LEAVE_MILLIS));
    }
}
