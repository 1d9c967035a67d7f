package dev.usher.http.connection;

import dev.usher.http.ApiVerticle;
import dev.usher.http.tls.EdgeListener;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Registry of the open connections and the requests under way of one {@link ApiVerticle} instance. Refuses requests
 * while too many are under way, and closes connections whose clients are too slow. Belongs to the instance's event
 * loop.
 */
public final class ConnectionRegistry {
    /** Limit of requests under way on one event loop; the octet budget may allow fewer. */
    public static final int MAX_UNDER_WAY = 4_000;

    /** Time for idle clients to send one more request, whose response announces that it is the last. */
    static final long LEAVE_MILLIS = 1_000;

    /** Octets of heap for one request under way, besides its head and its body. */
    private static final int REQUEST = 3 * 1024;

    /** Octets of heap for one header, besides its name and its value. */
    private static final int HEADER = 32;

    private static final long CHECK_MILLIS = 500;

    private final Context context;
    private final Vertx vertx;
    private final Set<ClientConnection> open = new HashSet<>();
    private final OctetBudget budget;
    private final EdgeListener listener;
    private final long headersNanos;
    private long timer;
    private boolean leaving;
    private int underWay;
    private long shown;

    /**
     * @param octets limit of the octets that are kept for clients
     * @param headersMillis timeout of the request line and headers, from the first octet to the last
     */
    public ConnectionRegistry(Vertx vertx, long octets, long headersMillis, EdgeListener listener) {
        this(vertx, octets, headersMillis, listener, System::nanoTime);
    }

    /** For a test that controls the clock. */
    public ConnectionRegistry(Vertx vertx, long octets, long headersMillis, EdgeListener listener, LongSupplier clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.budget = new OctetBudget(octets, open, clock);
        this.listener = listener;
        this.headersNanos = TimeUnit.MILLISECONDS.toNanos(headersMillis);
    }

    public void start() {
        timer = vertx.setPeriodic(CHECK_MILLIS, check -> {
            closeExpired();
            show(budget.taken());
        });
    }

    public void close() {
        vertx.cancelTimer(timer);
        show(0);
    }

    private void show(long octets) {
        listener.octets(octets - shown);
        shown = octets;
    }

    OctetBudget budget() {
        return budget;
    }

    EdgeListener listener() {
        return listener;
    }

    long headersNanos() {
        return headersNanos;
    }

    /** Returns whether the port is closed, so that the next response of each connection is its last. */
    boolean isLeaving() {
        return leaving;
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

    void add(ClientConnection connection) {
        open.add(connection);
    }

    void remove(ClientConnection connection) {
        open.remove(connection);
    }

    /** Closes the connections whose clients are too slow. */
    void closeExpired() {
        List.copyOf(open).forEach(ClientConnection::closeExpired);
    }

    /** Returns a handler that counts a request and passes it on, to {@code tooMany} while too many are under way. */
    public Handler<HttpServerRequest> before(Handler<HttpServerRequest> next, Handler<HttpServerRequest> tooMany) {
        return request -> {
            var connection = ClientConnection.of(request);
            if (connection.isCondemned()) {
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
     * Closes the port, and gives connected clients a second to send one more request. Completes when the connections
     * may be closed.
     */
    public Future<Void> leave() {
        if (open.isEmpty()) {
            return Future.succeededFuture();
        }
        Promise<Void> left = Promise.promise();
        open.iterator()
                .next()
                .channel
                .parent()
                .close()
                .addListener(closed -> context.runOnContext(leave -> {
                    leaving = true;
                    List.copyOf(open).forEach(ClientConnection::leave);
                    vertx.timer(LEAVE_MILLIS).<Void>mapEmpty().onComplete(left);
                }));
        return left.future();
    }
}
