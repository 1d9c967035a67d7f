package dev.usher.http;

import dev.usher.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Serves the contract on one event loop, with a router of its own. Deployed many times; the instances share the port
 * and the contract. Stopping lets requests that are under way finish.
 */
public final class ApiVerticle extends VerticleBase {
    /** Makes Vert.x choose one free port that all instances share. */
    private static final int SHARED_FREE_PORT = -1;

    private final Contract contract;
    private final Bus bus;
    private final Settings settings;
    private final IntConsumer listening;
    private HttpServer server;

    private ApiVerticle(Contract contract, Bus bus, Settings settings, IntConsumer listening) {
        this.contract = contract;
        this.bus = bus;
        this.settings = settings;
        this.listening = listening;
    }

    /**
     * @param port 0 for a free one
     * @param requestTimeoutMillis from the arrival of a request's headers to its answer
     */
    public record Settings(String host, int port, long requestTimeoutMillis) {}

    /**
     * Loads the contract once for all instances.
     *
     * @param listening told the port by each instance
     * @return makes the instances; fails when the contract cannot be served
     */
    public static Future<Supplier<ApiVerticle>> prepare(
            Vertx vertx, Bus bus, Settings settings, IntConsumer listening) {
        return Contract.load(vertx, Contract.RESOURCE)
                .map(contract -> () -> new ApiVerticle(contract, bus, settings, listening));
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer(ApiServer.options(settings.requestTimeoutMillis()))
                .requestHandler(ApiRouter.create(vertx, contract, bus, settings.requestTimeoutMillis()))
                .invalidRequestHandler(ApiServer::unreadable);
        int port = settings.port() == 0 ? SHARED_FREE_PORT : settings.port();
        return server.listen(port, settings.host()).onSuccess(bound -> listening.accept(bound.actualPort()));
    }

    @Override
    public Future<?> stop() {
        return server.shutdown(settings.requestTimeoutMillis() + 1, TimeUnit.MILLISECONDS);
    }
}
