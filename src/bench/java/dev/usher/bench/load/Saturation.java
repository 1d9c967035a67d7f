package dev.usher.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks for pages as fast as one server can give them, over raw sockets so that the driver costs less than what it
 * drives: each connection sends the next prepared request when the answer before is there. Blocks the calling thread.
 */
public final class Saturation implements AutoCloseable {
    private static final int CONNECTIONS = 256;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    /** @return answers a second */
    public double measure(URI server, List<String> paths, Duration duration) {
        return measure(
                server,
                duration,
                paths.stream().map(path -> request(server, path, "")).toList());
    }

    /** @param tokens one for each path */
    public double measure(URI server, List<String> paths, List<String> tokens, Duration duration) {
        List<Buffer> requests = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            requests.add(request(server, paths.get(i), "Authorization: Bearer " + tokens.get(i) + "\r\n"));
        }
        return measure(server, duration, requests);
    }

    private double measure(URI server, Duration duration, List<Buffer> requests) {
        NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        List<Future<NetSocket>> opening = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            opening.add(client.connect(server.getPort(), server.getHost()));
        }
        var rate = new CompletableFuture<Double>();
        Future.all(opening).onFailure(rate::completeExceptionally).onSuccess(open -> {
            long start = System.nanoTime();
            List<Lane> lanes = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                lanes.add(new Lane(opening.get(i).result(), requests, i, rate));
            }
            lanes.forEach(Lane::send);
            vertx.setTimer(duration.toMillis(), end -> {
                long answers = lanes.stream().mapToLong(lane -> lane.answers).sum();
                rate.complete(answers * 1e9 / (System.nanoTime() - start));
                client.close();
            });
        });
        return rate.join();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Buffer request(URI server, String path, String headers) {
        return Buffer.buffer("GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n" + headers + "\r\n");
    }

    /** One connection with one request under way. */
    private static final class Lane {
        private final NetSocket socket;
        private final List<Buffer> requests;
        private final CompletableFuture<Double> rate;
        private int next;
        private long answers;
        private Buffer partial;

        Lane(NetSocket socket, List<Buffer> requests, int first, CompletableFuture<Double> rate) {
            this.socket = socket;
            this.requests = requests;
            this.rate = rate;
            next = first;
            socket.handler(this::received);
        }

        void send() {
            socket.write(requests.get(next++ % requests.size()));
        }

        private void received(Buffer bytes) {
            Buffer answer = partial == null ? bytes : partial.appendBuffer(bytes);
            int length = AnswerLength.of(answer);
            if (length > answer.length()) {
                partial = answer.copy();
                return;
            }
            partial = null;
            if (answer.getByte("HTTP/1.1 ".length()) != '2') {
                rate.completeExceptionally(new IllegalStateException(answer.toString(StandardCharsets.ISO_8859_1)));
            }
            answers++;
            send();
        }
    }
}
