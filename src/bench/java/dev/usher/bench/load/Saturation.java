package dev.usher.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads pages as fast as one server can return them: each connection sends the next prepared request after the previous
 * answer. Blocks the calling thread.
 */
public final class Saturation implements AutoCloseable {
    private static final int CONNECTIONS = 256;
    private static final int OK = 200;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    /** @return answers a second */
    public double measure(URI server, List<String> paths, Duration duration) {
        return measure(
                server,
                duration,
                paths.stream()
                        .map(path -> Lane.request(server, Call.get(path), ""))
                        .toList());
    }

    /** @param tokens one for each path */
    public double measure(URI server, List<String> paths, List<String> tokens, Duration duration) {
        List<Buffer> requests = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            requests.add(
                    Lane.request(server, Call.get(paths.get(i)), "Authorization: Bearer " + tokens.get(i) + "\r\n"));
        }
        return measure(server, duration, requests);
    }

    private double measure(URI server, Duration duration, List<Buffer> requests) {
        NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        List<Future<Lane>> opening = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            opening.add(Lane.open(client, server));
        }
        var rate = new CompletableFuture<Double>();
        Future.all(opening).onFailure(rate::completeExceptionally).onSuccess(open -> {
            long start = System.nanoTime();
            List<Asker> askers = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                askers.add(new Asker(opening.get(i).result(), requests, i, rate));
            }
            askers.forEach(Asker::ask);
            vertx.setTimer(duration.toMillis(), end -> {
                long answers = askers.stream().mapToLong(asker -> asker.answers).sum();
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

    /** Sends the requests of one connection. */
    private static final class Asker {
        private final Lane lane;
        private final List<Buffer> requests;
        private final CompletableFuture<Double> rate;
        private int next;
        private long answers;

        Asker(Lane lane, List<Buffer> requests, int first, CompletableFuture<Double> rate) {
            this.lane = lane;
            this.requests = requests;
            this.rate = rate;
            next = first;
        }

        void ask() {
            lane.send(requests.get(next++ % requests.size()), this::answered);
        }

        private void answered(int status) {
            if (status == OK) {
                answers++;
                ask();
            } else {
                rate.completeExceptionally(new IllegalStateException("answered " + status));
            }
        }
    }
}
