package dev.usher.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * One client who sends as fast as it is answered, whatever the answers say, over raw sockets and one event loop of its
 * own, and from an address of its own: another of the loopback network's, which Linux has without being told. Its
 * methods block.
 */
public final class Abuser implements AutoCloseable {
    private static final int CONNECTIONS = 32;
    private static final String ADDRESS = "127.0.0.2";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client =
            vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setLocalAddress(ADDRESS));
    private final LongAdder served = new LongAdder();
    private final LongAdder refused = new LongAdder();

    private Abuser() {}

    /** Returns when it has begun. */
    public static Abuser comes(URI server, List<Call> calls) {
        var abuser = new Abuser();
        List<Buffer> requests =
                calls.stream().map(call -> request(server, call)).toList();
        List<Future<NetSocket>> opening = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            opening.add(abuser.client.connect(server.getPort(), server.getHost()));
        }
        await(Future.all(opening));
        for (int i = 0; i < CONNECTIONS; i++) {
            abuser.send(opening.get(i).result(), requests, i);
        }
        return abuser;
    }

    /** How often it got what it asked for. */
    public long served() {
        return served.sum();
    }

    /** How often it was told that it sends too much. */
    public long refused() {
        return refused.sum();
    }

    private void send(NetSocket socket, List<Buffer> requests, int number) {
        var partial = Buffer.buffer();
        socket.handler(bytes -> {
            partial.appendBuffer(bytes);
            if (AnswerLength.of(partial) <= partial.length()) {
                boolean limited = partial.getString("HTTP/1.1 ".length(), "HTTP/1.1 429".length())
                        .equals("429");
                (limited ? refused : served).increment();
                send(socket, requests, number + 1);
            }
        });
        socket.write(requests.get(number % requests.size()));
    }

    private static Buffer request(URI server, Call call) {
        var head = call.method() + " " + call.path() + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n";
        return call.body() == null
                ? Buffer.buffer(head + "\r\n")
                : Buffer.buffer(head + "Content-Type: application/json\r\nContent-Length: "
                                + call.body().length() + "\r\n\r\n")
                        .appendBuffer(call.body());
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
