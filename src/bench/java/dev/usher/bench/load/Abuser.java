package dev.usher.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Client that sends as fast as it is answered, whatever the answers are, over raw sockets and one event loop of its
 * own, from its own address: another one of the loopback network, which Linux has without configuration. Its methods
 * block.
 */
public final class Abuser implements AutoCloseable {
    private static final int CONNECTIONS = 32;
    private static final int TOO_MANY = 429;
    private static final String ADDRESS = "127.0.0.2";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client =
            vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setLocalAddress(ADDRESS));
    private final LongAdder served = new LongAdder();
    private final LongAdder refused = new LongAdder();

    private Abuser() {}

    /** Returns once it has started. */
    public static Abuser comes(URI server, List<Call> calls) {
        var abuser = new Abuser();
        List<Buffer> requests =
                calls.stream().map(call -> Lane.request(server, call, "")).toList();
        List<Future<Lane>> opening = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            opening.add(Lane.open(abuser.client, server));
        }
        await(Future.all(opening));
        for (int i = 0; i < CONNECTIONS; i++) {
            abuser.send(opening.get(i).result(), requests, i);
        }
        return abuser;
    }

    /** Number of successful answers. */
    public long served() {
        return served.sum();
    }

    /** Number of 429 answers. */
    public long refused() {
        return refused.sum();
    }

    private void send(Lane lane, List<Buffer> requests, int number) {
        lane.send(requests.get(number % requests.size()), status -> {
            (status == TOO_MANY ? refused : served).increment();
            send(lane, requests, number + 1);
        });
    }

    private static void await(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        await(client.close());
        await(vertx.close());
    }
}
