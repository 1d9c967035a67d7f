package dev.usher.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/**
 * One load under way. Sends what is due over the connections that are free, tries again what was answered 503, and ends
 * when all is answered or the limit has passed; then it hangs up on what is under way. Lives on one event loop.
 */
final class Run {
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** A network that is kept for examples. */
    private static final String CLIENTS = "198.51.100.";

    private static final int BUSY = 503;
    private static final int RETRY_MILLIS = 50;
    private static final long LONGEST_MICROS = 600_000_000L;

    private final Vertx vertx;
    private final HttpClient client;
    private final Load load;
    private final int clients;
    private final Promise<Answers> ended = Promise.promise();
    private final Queue<Integer> waiting = new ArrayDeque<>();
    private final Queue<URI> free = new ArrayDeque<>();
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private final Histogram times = new Histogram(LONGEST_MICROS, 3);
    private final boolean[] answered;
    private final long start = System.nanoTime();
    private int next;
    private int done;
    private int retries;
    private final Set<HttpClientRequest> underWay = new HashSet<>();
    private long last;
    private boolean over;

    private Run(Vertx vertx, HttpClient client, Load load, int clients) {
        this.vertx = vertx;
        this.client = client;
        this.load = load;
        this.clients = clients;
        answered = new boolean[load.calls().size()];
        for (int i = 0; i < load.connections(); i++) {
            free.add(load.servers().get(i % load.servers().size()));
        }
    }

    /**
     * On the event loop that the run shall live on.
     *
     * @param clients how many clients the calls come from, in turn; 0 to say nothing of it
     */
    static Promise<Answers> start(Vertx vertx, HttpClient client, Load load, int clients) {
        var run = new Run(vertx, client, load, clients);
        long ticks = vertx.setPeriodic(1, tick -> run.tick());
        run.ended.future().onComplete(any -> vertx.cancelTimer(ticks));
        run.tick();
        return run.ended;
    }

    private void tick() {
        long now = System.nanoTime() - start;
        while (next < answered.length && load.due(next) <= now) {
            waiting.add(next++);
        }
        over = over || done == answered.length || now > load.limit().toNanos();
        if (!over) {
            dispatch();
        } else {
            List.copyOf(underWay).forEach(HttpClientRequest::reset);
            ended.tryComplete(result());
        }
    }

    private void dispatch() {
        while (!over && !free.isEmpty() && !waiting.isEmpty()) {
            send(waiting.poll(), free.poll());
        }
    }

    private void send(int number, URI server) {
        Call call = load.calls().get(number);
        var options = new RequestOptions()
                .setMethod(call.method())
                .setHost(server.getHost())
                .setPort(server.getPort())
                .setURI(call.path());
        if (clients > 0) {
            options.putHeader(FORWARDED_FOR, CLIENTS + number % clients);
        }
        client.request(options)
                .compose(request -> {
                    if (over) {
                        request.reset();
                        return Future.failedFuture("over");
                    }
                    underWay.add(request);
                    return answered(request, call).onComplete(any -> underWay.remove(request));
                })
                .map(HttpClientResponse::statusCode)
                .otherwise(BUSY)
                .onSuccess(status -> answer(number, server, status));
    }

    private static Future<HttpClientResponse> answered(HttpClientRequest request, Call call) {
        Future<HttpClientResponse> response;
        if (call.body() == null) {
            response = request.send();
        } else {
            request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
            response = request.send(call.body());
        }
        return response.compose(head -> head.body().map(head));
    }

    private void answer(int number, URI server, int status) {
        if (over) {
            return;
        }
        free.add(server);
        if (status == BUSY) {
            retries++;
            vertx.setTimer(1 + ThreadLocalRandom.current().nextInt(RETRY_MILLIS), later -> {
                waiting.add(number);
                dispatch();
            });
        } else {
            last = System.nanoTime() - start;
            answered[number] = true;
            done++;
            statuses.merge(status, 1, Integer::sum);
            record(last - load.due(number));
        }
        dispatch();
    }

    private Answers result() {
        long limit = load.limit().toNanos();
        for (int number = 0; number < answered.length; number++) {
            if (!answered[number]) {
                record(limit - load.due(number));
            }
        }
        boolean all = done == answered.length;
        return new Answers(statuses, answered.length - done, retries, all ? last : limit, times);
    }

    private void record(long nanos) {
        times.recordValue(Math.min(LONGEST_MICROS, Math.max(0, nanos / 1_000)));
    }
}
