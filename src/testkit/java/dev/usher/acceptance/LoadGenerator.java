package dev.usher.acceptance;

import io.vertx.core.AsyncResult;
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
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Load generator that sends requests at an even rate, whether or not the answers keep up, over connections that stay
 * open. Counts the answers and measures the time of each since it was due, including the wait for a free connection.
 * Runs on one event loop; its non-private methods may be called from any thread.
 */
final class LoadGenerator implements AutoCloseable {
    /** Result of a call whose connection was refused. */
    static final String REFUSED = "refused";

    private static final long TICK_MILLIS = 5;
    private static final long MAX_WAIT_MILLIS = 90_000;
    private static final int CONNECT_MILLIS = 10_000;

    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final URI server;
    private final Map<String, String> headers;

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

    /** Supplies the calls, one after the other. Runs on the event loop of the load generator. */
    @FunctionalInterface
    interface Calls {
        /** @param number from 0 on */
        Call next(int number);

        /** @param status of the answer, or 0 when there was none */
        default void answered(int number, int status) {}
    }

    /**
     * Results of one run.
     *
     * @param answers how many of each: the status, with a note when a 503 or a 429 lacks Retry-After, or how the
     *     connection failed
     * @param millis response times by status; 0 for failed connections
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

        /**
         * @param begun when it was due, in terms of {@link System#nanoTime()}
         * @return the status, or 0
         */
        private int add(AsyncResult<HttpClientResponse> answer, long begun) {
            var response = answer.result();
            int status = answer.succeeded() ? response.statusCode() : 0;
            answers.merge(answer.succeeded() ? word(response) : why(answer.cause()), 1, Integer::sum);
            millis.computeIfAbsent(status, first -> new Histogram(2))
                    .recordValue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            return status;
        }

        private static String word(HttpClientResponse response) {
            boolean later = response.statusCode() == 503 || response.statusCode() == 429;
            boolean mute = later && response.getHeader(HttpHeaders.RETRY_AFTER) == null;
            return response.statusCode() + (mute ? " without Retry-After" : "");
        }

        private static String why(Throwable failure) {
            return failure instanceof ConnectException ? REFUSED : failure.toString();
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

    LoadGenerator(Vertx vertx, URI server, int connections) {
        this(vertx, server, connections, Map.of());
    }

    /** @param headers of every request */
    LoadGenerator(Vertx vertx, URI server, int connections, Map<String, String> headers) {
        this(vertx, server, new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(connections), headers);
    }

    private LoadGenerator(
            Vertx vertx, URI server, HttpClientOptions options, PoolOptions pool, Map<String, String> headers) {
        this.vertx = vertx;
        this.headers = headers;
        this.server = server;
        context = vertx.getOrCreateContext();
        client = vertx.createHttpClient(options.setConnectTimeout(CONNECT_MILLIS), pool.setMaxWaitQueueSize(-1));
    }

    /**
     * Sends the given number of requests at once on each HTTP/2 connection; does not check the server's certificate.
     */
    static LoadGenerator onHttp2(Vertx vertx, URI server, int connections, int atOnce) {
        var options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2MultiplexingLimit(atOnce)
                .setSsl(true)
                .setUseAlpn(true)
                .setTrustAll(true)
                .setVerifyHost(false);
        return new LoadGenerator(vertx, server, options, new PoolOptions().setHttp2MaxSize(connections), Map.of());
    }

    /** Sends at the rate for the given time; completes when every call is answered or has failed. */
    Future<Tally> run(int perSecond, long millis, Calls calls) {
        Promise<Tally> done = Promise.promise();
        context.runOnContext(on -> new Run(perSecond, millis, calls, done).start());
        return done.future();
    }

    /**
     * Runs the given number of clients, which each send the next call after an answer, until their connections are
     * refused; completes when none is left.
     */
    Future<Tally> runUntilRefused(int clients, Calls calls) {
        return runInTurn(clients, Long.MAX_VALUE, calls);
    }

    /** Same, for at most the given time. */
    Future<Tally> runInTurn(int clients, long millis, Calls calls) {
        long begun = System.nanoTime();
        BooleanSupplier over = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) >= millis;
        Promise<Tally> done = Promise.promise();
        context.runOnContext(on -> {
            var tally = new Tally();
            var number = new AtomicInteger();
            var left = IntStream.range(0, clients)
                    .mapToObj(one -> {
                        Promise<Void> refused = Promise.promise();
                        untilRefused(tally, number, over, calls, refused);
                        return refused.future();
                    })
                    .toList();
            Future.join(left).onComplete(gone -> done.complete(tally));
        });
        return done.future();
    }

    /** Not a chain of futures: completing it would need a stack as deep as the chain is long. */
    private void untilRefused(
            Tally tally, AtomicInteger number, BooleanSupplier over, Calls calls, Promise<Void> refused) {
        long begun = System.nanoTime();
        int asked = number.getAndIncrement();
        ask(calls.next(asked)).onComplete(answer -> {
            calls.answered(asked, tally.add(answer, begun));
            if (over.getAsBoolean() || answer.failed() && answer.cause() instanceof ConnectException) {
                refused.complete();
            } else {
                vertx.setTimer(1, pause -> untilRefused(tally, number, over, calls, refused));
            }
        });
    }

    private Future<HttpClientResponse> ask(Call call) {
        return client.request(new RequestOptions()
                        .setHost(server.getHost())
                        .setPort(server.getPort())
                        .setMethod(call.method())
                        .setURI(call.path())
                        .setTimeout(MAX_WAIT_MILLIS))
                .compose(request -> sent(request, call))
                .compose(response -> response.body().map(response));
    }

    private Future<HttpClientResponse> sent(HttpClientRequest request, Call call) {
        headers.forEach(request::putHeader);
        return call.body() == null
                ? request.send()
                : request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .send(Buffer.buffer(call.body()));
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
        private final Calls calls;
        private final Promise<Tally> done;
        private final long started = System.nanoTime();
        private int sent;
        private int answered;

        Run(int perSecond, long millis, Calls calls, Promise<Tally> done) {
            this.perSecond = perSecond;
            this.total = (int) (perSecond * millis / TimeUnit.SECONDS.toMillis(1));
            this.calls = calls;
            this.done = done;
        }

        void start() {
            vertx.setPeriodic(TICK_MILLIS, timer -> {
                long now = System.nanoTime();
                while (sent < total && due(sent) - now <= 0) {
                    send(sent++);
                }
                if (sent == total) {
                    vertx.cancelTimer(timer);
                }
            });
        }

        private long due(int number) {
            return started + TimeUnit.SECONDS.toNanos(number) / perSecond;
        }

        private void send(int number) {
            ask(calls.next(number)).onComplete(answer -> {
                calls.answered(number, tally.add(answer, due(number)));
                if (++answered == total) {
                    done.complete(tally);
                }
            });
        }
    }
}
