package dev.usher.acceptance;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * Requests at an even rate, whether or not the answers keep up, over connections that stay open. Counts what comes back
 * and how long it took. Lives on one event loop; its public face may be used from any thread.
 */
final class Pressure implements AutoCloseable {
    private static final long TICK_MILLIS = 5;
    private static final long MOST_WAIT_MILLIS = 30_000;

    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final URI server;

    /** @param body null for none */
    record Call(HttpMethod method, String path, String body) {
        static Call get(String path) {
            return new Call(HttpMethod.GET, path, null);
        }

        static Call delete(String path) {
            return new Call(HttpMethod.DELETE, path, null);
        }

        static Call post(String path, String body) {
            return new Call(HttpMethod.POST, path, body);
        }

        static Call register(String event, String user) {
            return post("/events/" + event + "/register", "{\"userId\":\"" + user + "\"}");
        }
    }

    /**
     * What came of it.
     *
     * @param answers how many of each: the status, with a note when a 503 does not say when to come again, or how the
     *     connection failed
     * @param millis how long the answers took, by status; 0 for failed connections
     */
    record Tally(Map<String, Integer> answers, Map<Integer, Histogram> millis) {
        Tally() {
            this(new TreeMap<>(), new HashMap<>());
        }

        int count(String answer) {
            return answers.getOrDefault(answer, 0);
        }

        long slowest(int status) {
            return millis.containsKey(status) ? millis.get(status).getMaxValue() : 0;
        }

        private void add(String answer, int status, long took) {
            answers.merge(answer, 1, Integer::sum);
            millis.computeIfAbsent(status, first -> new Histogram(2)).recordValue(took);
        }

        @Override
        public String toString() {
            var text = new StringBuilder(answers.toString());
            millis.forEach((status, took) -> text.append(" [%d: p50 %d ms, p99 %d ms, most %d ms]"
                    .formatted(
                            status, took.getValueAtPercentile(50), took.getValueAtPercentile(99), took.getMaxValue())));
            return text.toString();
        }
    }

    Pressure(Vertx vertx, URI server, int connections) {
        this.vertx = vertx;
        this.server = server;
        context = vertx.getOrCreateContext();
        client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(2_000),
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(-1));
    }

    /**
     * Sends for a while; completes when everything is answered or has failed.
     *
     * @param calls the call of each number, from 0 on
     */
    Future<Tally> run(int perSecond, long millis, IntFunction<Call> calls) {
        Promise<Tally> done = Promise.promise();
        context.runOnContext(on -> new Run(perSecond, millis, calls, done).start());
        return done.future();
    }

    @Override
    public void close() {
        client.close();
    }

    /** One run. */
    private final class Run {
        private final Tally tally = new Tally();
        private final int perSecond;
        private final int total;
        private final IntFunction<Call> calls;
        private final Promise<Tally> done;
        private final long started = System.nanoTime();
        private int sent;
        private int answered;

        Run(int perSecond, long millis, IntFunction<Call> calls, Promise<Tally> done) {
            this.perSecond = perSecond;
            this.total = (int) (perSecond * millis / TimeUnit.SECONDS.toMillis(1));
            this.calls = calls;
            this.done = done;
        }

        void start() {
            vertx.setPeriodic(TICK_MILLIS, timer -> {
                long due = (System.nanoTime() - started) * perSecond / TimeUnit.SECONDS.toNanos(1);
                while (sent < Math.min(due, total)) {
                    send(calls.apply(sent++));
                }
                if (sent == total) {
                    vertx.cancelTimer(timer);
                }
            });
        }

        private void send(Call call) {
            long begun = System.nanoTime();
            client.request(new RequestOptions()
                            .setHost(server.getHost())
                            .setPort(server.getPort())
                            .setMethod(call.method())
                            .setURI(call.path())
                            .setTimeout(MOST_WAIT_MILLIS))
                    .compose(request -> sent(request, call))
                    .compose(response -> response.body().map(response))
                    .onComplete(
                            response -> answered(word(response), response.statusCode(), begun),
                            failure -> answered(failure.toString(), 0, begun));
        }

        private Future<HttpClientResponse> sent(HttpClientRequest request, Call call) {
            return call.body() == null
                    ? request.send()
                    : request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .send(Buffer.buffer(call.body()));
        }

        private String word(HttpClientResponse response) {
            boolean mute = response.statusCode() == 503 && response.getHeader(HttpHeaders.RETRY_AFTER) == null;
            return response.statusCode() + (mute ? " without Retry-After" : "");
        }

        private void answered(String answer, int status, long begun) {
            tally.add(answer, status, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            if (++answered == total) {
                done.complete(tally);
            }
        }
    }
}
