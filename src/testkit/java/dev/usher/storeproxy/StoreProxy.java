package dev.usher.storeproxy;

import dev.usher.dev.FreePort;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Reverse proxy that gives DynamoDB Local the behaviour and the faults of the real service. Owns the item locks of
 * transactions under way and the write capacity left to each partition.
 *
 * <p>A verticle on one event loop, on which all its state is used; its public methods may be called from any thread.
 * Never changes a request or a reply that it forwards.
 */
public final class StoreProxy extends VerticleBase {
    private static final String TARGET = "X-Amz-Target";
    private static final int BACKLOG = 4096;

    private final URI store;
    private final KeySchema schema = KeySchema.USHER;
    private final Tally tally = new Tally();
    private final Set<HttpConnection> connections = new HashSet<>();
    private final ConflictChecker gate;
    private final FaultProfile first;
    private final int port;
    private volatile ProxiedCall.Way way;
    private HttpServer server;

    private StoreProxy(URI store, int port, FaultProfile manners, LongSupplier nanos) {
        this.store = store;
        this.port = port == 0 ? FreePort.any() : port;
        first = manners;
        gate = new ConflictChecker(nanos);
    }

    /**
     * Starts a proxy on the loopback address.
     *
     * @param store where DynamoDB Local listens
     * @param port 0 for any
     */
    public static Future<StoreProxy> start(Vertx vertx, URI store, int port, FaultProfile manners) {
        return start(vertx, store, port, manners, System::nanoTime);
    }

    /** @param nanos clock for the refill of write capacity */
    static Future<StoreProxy> start(Vertx vertx, URI store, int port, FaultProfile manners, LongSupplier nanos) {
        var proxy = new StoreProxy(store, port, manners, nanos);
        return vertx.deployVerticle(proxy).map(proxy);
    }

    @Override
    public Future<?> start() {
        adopt(first, new Upstream(vertx, store));
        return listen();
    }

    @Override
    public Future<?> stop() {
        return way.store().close();
    }

    /** Stops the proxy and resets open connections. */
    public Future<Void> close() {
        return vertx.undeploy(context.deploymentID());
    }

    /** Address for clients. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Sets the behaviour for requests that arrive from now on; completes when an outage has begun or ended. */
    public Future<Void> behave(FaultProfile manners) {
        return Future.<Void>future(done -> context.runOnContext(on -> {
            Outage before = way.manners().outage();
            adopt(manners, way.store());
            outage(before, manners.outage()).onComplete(done);
        }));
    }

    public FaultProfile manners() {
        return way.manners();
    }

    public ProxyCounters counts() {
        return tally.snapshot();
    }

    public void resetCounts() {
        tally.reset();
    }

    private void adopt(FaultProfile manners, Upstream upstream) {
        way = new ProxiedCall.Way(vertx, upstream, gate, tally, manners, new SplittableRandom(manners.seed()));
    }

    private Future<Void> outage(Outage before, Outage now) {
        if (before == now) {
            return Future.succeededFuture();
        }
        Set.copyOf(connections).forEach(HttpConnection::close);
        if (now == Outage.REFUSED) {
            return server.close();
        }
        return before == Outage.REFUSED ? listen() : Future.succeededFuture();
    }

    private Future<Void> listen() {
        var options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setTcpNoDelay(true)
                .setSoLinger(0)
                .setAcceptBacklog(BACKLOG);
        server = vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(this::arrived);
        return server.listen().mapEmpty();
    }

    private void connected(HttpConnection connection) {
        if (way.manners().outage() != Outage.NONE) {
            tally.dropped();
            connection.close();
            return;
        }
        connections.add(connection);
        connection.closeHandler(closed -> connections.remove(connection));
    }

    private void arrived(HttpServerRequest request) {
        String target = request.getHeader(TARGET);
        request.body().onSuccess(body -> {
            var about = way.manners().looksAtItems()
                    ? StoreRequest.read(target, body, schema)
                    : StoreRequest.unread(target);
            new ProxiedCall(way, request, body, about).begin();
        });
    }
}
