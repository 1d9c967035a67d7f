package dev.usher.http;

import dev.usher.bus.ServiceBus;
import dev.usher.http.access.CorsPolicyHandler;
import dev.usher.http.access.RateLimitHandler;
import dev.usher.http.access.TokenAuthenticator;
import dev.usher.http.access.WarmUpTokenAuthenticator;
import dev.usher.http.connection.ClientAddressResolver;
import dev.usher.http.connection.ConnectionRegistry;
import dev.usher.http.docs.PublishedContract;
import dev.usher.http.request.HttpServerLimits;
import dev.usher.http.request.RequestGuard;
import dev.usher.http.response.RequestListener;
import dev.usher.http.roster.RosterDownloads;
import dev.usher.http.sse.SseSubscribers;
import dev.usher.http.sse.StreamQuota;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Serves the contract on one event loop, with its own router. Deployed several times; the instances share the port and
 * the contract. Stopping lets requests under way finish.
 */
public final class ApiVerticle extends VerticleBase {
    /** Makes Vert.x choose one free port, which all instances share. */
    private static final int SHARED_FREE_PORT = -1;

    private final Plan plan;
    private final String host;
    private final int port;
    private final IntConsumer listening;
    private HttpServer server;
    private ConnectionRegistry connections;
    private SseSubscribers streams;
    private RosterDownloads downloads;
    private Optional<RateLimitHandler> limit = Optional.empty();
    private Runnable renewal = () -> {};

    private ApiVerticle(Plan plan, String host, int port, IntConsumer listening) {
        this.plan = plan;
        this.host = host;
        this.port = port;
        this.listening = listening;
    }

    /**
     * Everything that each instance is built from: contract, bus, listeners, settings of the network, authentication.
     * Immutable; created by {@link ApiVerticle#plan}.
     */
    public record Plan(
            PublishedContract published,
            ServiceBus bus,
            long requestTimeoutMillis,
            RequestListener listener,
            EdgeOptions edge,
            Optional<Supplier<TokenAuthenticator>> tokens,
            ClientAddressResolver addresses) {
        /**
         * Returns the dependencies of an instance for requests of the server to itself, whose answers no listener
         * receives.
         *
         * @param token the only token that is accepted; it allows everything
         */
        public Plan rehearsal(String token) {
            var check = new WarmUpTokenAuthenticator(token);
            return plan(
                    published,
                    bus,
                    requestTimeoutMillis,
                    RequestListener.NONE,
                    EdgeOptions.PLAIN,
                    Optional.of(() -> check));
        }

        /**
         * Creates an instance.
         *
         * @param port 0 for a free one
         * @param listening called with the port
         */
        public ApiVerticle at(String host, int port, IntConsumer listening) {
            return new ApiVerticle(this, host, port, listening);
        }
    }

    /**
     * Creates the dependencies that all instances share.
     *
     * @param requestTimeoutMillis from the arrival of a request's headers to its answer
     * @param listener notified of every answer
     * @param edge network options
     * @param tokens creates the token check of one instance; empty where no token is required
     */
    public static Plan plan(
            PublishedContract published,
            ServiceBus bus,
            long requestTimeoutMillis,
            RequestListener listener,
            EdgeOptions edge,
            Optional<Supplier<TokenAuthenticator>> tokens) {
        var addresses = new ClientAddressResolver(edge.proxies());
        return new Plan(published, bus, requestTimeoutMillis, listener, edge, tokens, addresses);
    }

    @Override
    public Future<?> start() {
        long headersMillis = Math.min(HttpServerLimits.HEADERS_MILLIS, plan.requestTimeoutMillis);
        connections = new ConnectionRegistry(
                plan.edge.limits().octets(), headersMillis, plan.edge.listener(), System::nanoTime);
        connections.start(vertx);
        streams = new SseSubscribers(
                vertx,
                plan.bus,
                new StreamQuota(plan.listener, plan.edge.limits().streams(), plan.addresses));
        downloads = new RosterDownloads(
                plan.bus, new StreamQuota(RequestListener.NONE, RosterDownloads.MAX, plan.addresses));
        var tokens = plan.tokens.map(Supplier::get);
        var origins = Optional.of(plan.edge.origins())
                .filter(named -> !named.isEmpty())
                .map(CorsPolicyHandler::new);
        limit = plan.edge
                .allowances()
                .map(on -> new RateLimitHandler(vertx, on, plan.addresses, tokens, origins, plan.listener));
        var router = ApiRouter.create(vertx, plan, streams, downloads, tokens, origins, limit);
        var guard = new RequestGuard(router, plan.listener);
        var first = limit.map(on -> on.before(guard)).orElse(guard);
        var options = HttpServerLimits.options(plan.requestTimeoutMillis);
        plan.edge.tls().ifPresent(tls -> HttpServerLimits.secure(options, tls.current()));
        server = vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .requestHandler(connections.before(first, guard::rejectBusy))
                .invalidRequestHandler(request -> {
                    limit.ifPresent(on -> on.unreadable(request));
                    HttpServerLimits.unreadable(request, plan.listener);
                });
        return streams.start()
                .compose(started -> server.listen(port == 0 ? SHARED_FREE_PORT : port, host))
                .onSuccess(bound -> {
                    plan.edge
                            .tls()
                            .ifPresent(tls -> renewal = tls.onRenewal(pair -> bound.updateSSLOptions(
                                    options.getSslOptions().copy().setKeyCertOptions(pair))));
                    listening.accept(bound.actualPort());
                });
    }

    /**
     * Stops accepting connections at once; completes when the open ones are answered and closed. Ends the streams,
     * which would never end by themselves, and aborts the downloads that are not complete when the connections may be
     * closed.
     */
    @Override
    public Future<?> stop() {
        renewal.run();
        limit.ifPresent(RateLimitHandler::flush);
        streams.close();
        downloads.close();
        return connections
                .leave(vertx)
                .onSuccess(left -> downloads.abort())
                .compose(left -> server.shutdown(plan.requestTimeoutMillis + 1, TimeUnit.MILLISECONDS));
    }
}
