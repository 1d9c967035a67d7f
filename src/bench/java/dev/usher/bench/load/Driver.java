package dev.usher.bench.load;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sends loads, one after the other, from one event loop. Its methods block the thread that calls them. */
public final class Driver implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final int clients;
    private final Lanes lanes = new Lanes(vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true)));

    public Driver() {
        this(0);
    }

    private Driver(int clients) {
        this.clients = clients;
    }

    /** Driver that sends for the given number of clients in turn, each with its own forwarded address, like a proxy. */
    public static Driver forClients(int clients) {
        return new Driver(clients);
    }

    /** @return once every call is answered, or the limit has passed */
    public Answers send(Load load) {
        var answers = new CompletableFuture<Answers>();
        loop.runOnContext(on -> Run.start(vertx, lanes, load, clients)
                .future()
                .onComplete(answers::complete, answers::completeExceptionally));
        return answers.orTimeout(load.limit().plus(DRAIN).toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
