package dev.usher.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many subscribers of one event, over raw sockets and one event loop so that they cost little themselves. They do not
 * check the content of the updates; tests do. Blocks its callers.
 */
public final class Readers implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(20_000));
    private final AtomicInteger reading = new AtomicInteger();

    private Readers() {}

    /** Returns when each stream has begun. */
    public static Readers watch(URI server, String eventId, int number) {
        var readers = new Readers();
        List<Future<Void>> opening = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            opening.add(readers.client
                    .connect(server.getPort(), server.getHost())
                    .compose(socket -> readers.open(socket, server, eventId)));
        }
        await(Future.all(opening));
        return readers;
    }

    private Future<Void> open(NetSocket socket, URI server, String eventId) {
        var begun = Promise.<Void>promise();
        socket.handler(bytes -> {
            if (begun.future().isComplete()) {
                return;
            }
            if (bytes.toString().startsWith("HTTP/1.1 200 ")) {
                reading.incrementAndGet();
                begun.complete();
            } else {
                begun.fail(bytes.toString());
            }
        });
        socket.closeHandler(closed -> {
            if (!begun.tryFail("closed at once")) {
                reading.decrementAndGet();
            }
        });
        socket.write("GET /events/" + eventId + "/changes HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n\r\n");
        return begun.future();
    }

    /** Number of streams that are still open. */
    public int reading() {
        return reading.get();
    }

    private static void await(Future<?> future) {
        future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Waits for the connections only; their Vert.x holds nothing else. */
    @Override
    public void close() {
        await(client.close());
        vertx.close();
    }
}
