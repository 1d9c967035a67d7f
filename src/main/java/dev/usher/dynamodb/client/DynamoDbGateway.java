package dev.usher.dynamodb.client;

import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.registrations.ledger.Backoff;
import dev.usher.service.UnavailableException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/**
 * The way to DynamoDB and back: calls may be made on any context, and each answer arrives on the context that made the
 * call. Owns the SDK's clients. While DynamoDB does not answer at all, calls fail at once and are not made.
 *
 * <p>Thread-safe, shared by all verticles. Never blocks; {@link #open} and {@link #close} leave their slow parts to a
 * worker thread.
 */
public final class DynamoDbGateway {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbGateway.class);
    private static final long CREDENTIALS_MILLIS = 10_000;
    /** So many rows are written sooner than another thread is woken. */
    private static final int FEW_ROWS = 8;

    private final Vertx vertx;
    private final DynamoDbAsyncClient retrying;
    private final DynamoDbAsyncClient once;
    private final CallTimeouts timeouts;
    private final CallListener listener;
    private final ClockSkew clock;
    private final LogLimiter limiter = new LogLimiter();
    private final AtomicReference<String> denied = new AtomicReference<>();
    private final Runnable close;
    private final CircuitBreaker breaker;
    /** The SDK writes and signs a request on the thread that makes the call: milliseconds for a hundred actions. */
    private final ExecutorService callers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), DynamoDbGateway::caller);

    public DynamoDbGateway(
            Vertx vertx,
            DynamoDbAsyncClient retrying,
            DynamoDbAsyncClient once,
            CallTimeouts timeouts,
            Runnable close) {
        this(
                vertx,
                retrying,
                once,
                timeouts,
                CallListener.NONE,
                new ClockSkew(CallListener.NONE, new LogLimiter()),
                close);
    }

    private DynamoDbGateway(
            Vertx vertx,
            DynamoDbAsyncClient retrying,
            DynamoDbAsyncClient once,
            CallTimeouts timeouts,
            CallListener listener,
            ClockSkew clock,
            Runnable close) {
        this.vertx = vertx;
        this.retrying = retrying;
        this.once = once;
        this.timeouts = timeouts;
        this.listener = listener;
        this.clock = clock;
        this.close = close;
        this.breaker = new CircuitBreaker(vertx);
    }

    /**
     * Opens the clients; fails when the AWS default chain has no region or no credentials, and with an
     * {@code UnavailableException} when the service that gives credentials does not answer. Does not talk to DynamoDB.
     *
     * @param endpoint null for AWS's own
     * @param requestMillis the deadline of a request, which every call stays well within
     */
    public static Future<DynamoDbGateway> open(Vertx vertx, URI endpoint, long requestMillis) {
        return open(vertx, endpoint, requestMillis, CallListener.NONE);
    }

    /** As above, with somebody who is told how calls end. */
    public static Future<DynamoDbGateway> open(Vertx vertx, URI endpoint, long requestMillis, CallListener listener) {
        return vertx.executeBlocking(
                () -> {
                    var timeouts = CallTimeouts.within(requestMillis);
                    var credentials = CredentialSources.configured();
                    var clients = SdkClients.open(endpoint, timeouts, credentials, listener);
                    long refreshing = vertx.setPeriodic(
                            CREDENTIALS_MILLIS, tick -> vertx.executeBlocking(credentials::refresh, false));
                    return new DynamoDbGateway(
                            vertx, clients.retrying(), clients.once(), timeouts, listener, clients.clock(), () -> {
                                vertx.cancelTimer(refreshing);
                                clients.close();
                                credentials.close();
                            });
                },
                false);
    }

    /** From now on calls fail at once while DynamoDB does not answer a probe. */
    public void watch(TableProbe probe) {
        breaker.watch(probe::ask, this::greeting);
    }

    /** No table has such a name: DynamoDB says so without a look at any. Not reported to the breaker as a call. */
    private Future<?> greeting() {
        var answer = once.getItem(get -> get.tableName("-").key(ItemMapper.userKey(TableProbe.NOBODY)));
        return Future.fromCompletionStage(answer, vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(ErrorClassifier.unwrapped(failure)));
    }

    /** No call may be made any more. */
    public Future<Void> close() {
        breaker.close();
        return vertx.executeBlocking(
                () -> {
                    callers.shutdown();
                    close.run();
                    return null;
                },
                false);
    }

    private static Thread caller(Runnable work) {
        var thread = new Thread(work, "dynamodb-call");
        thread.setDaemon(true);
        return thread;
    }

    /** A call that may be repeated. What may pass fails with an {@code UnavailableException}, the rest as it is. */
    public <R> Future<R> call(Function<DynamoDbAsyncClient, CompletableFuture<R>> call) {
        return call(1, call);
    }

    /** @param rows how many rows or keys the request carries */
    public <R> Future<R> call(int rows, Function<DynamoDbAsyncClient, CompletableFuture<R>> call) {
        return here(retrying, rows, call).recover(this::translated);
    }

    /**
     * One try of a transaction. Fails with what the SDK said, or with an {@code UnavailableException} when nothing was
     * sent, or with a {@code DeniedException}.
     */
    public Future<TransactWriteItemsResponse> transact(TransactWriteItemsRequest request) {
        return here(once, request.transactItems().size(), client -> client.transactWriteItems(request))
                .recover(failure -> ErrorClassifier.meaning(failure) == CallListener.Result.DENIED
                        ? translated(failure)
                        : Future.failedFuture(failure));
    }

    private <R> Future<R> translated(Throwable failure) {
        if (ErrorClassifier.meaning(failure) == CallListener.Result.DENIED) {
            var denial = "access denied: " + ErrorClassifier.reason(failure);
            denied.set(denial);
            if (limiter.permits(denial)) {
                LOG.error("{}", denial);
            }
        }
        return Future.failedFuture(ErrorClassifier.translated(failure));
    }

    /** Takes note of a row that something else wrote. */
    public void unreadable(String table, String id, RuntimeException why) {
        listener.unreadable(table);
        if (limiter.permits(table)) {
            LOG.warn("skipping a row that cannot be read: table={} id={}: {}", table, id, why.toString());
        }
    }

    /** The last call that AWS denied, until access is {@link #proven}, with the reason as AWS words it. */
    public Optional<String> denied() {
        return Optional.ofNullable(denied.get());
    }

    /** The right to the call exists now. A later denial stays. */
    public void proven(String denial) {
        if (denied.compareAndSet(denial, null)) {
            LOG.info("access granted again after: {}", denial);
        }
    }

    /** Fails while this machine's clock is more than 30 s away from DynamoDB's, as its last response showed. */
    public Future<Void> checkClock() {
        return clock.check();
    }

    /** A call that is made also while DynamoDB does not answer. Fails with what the SDK said. */
    <R> Future<R> probe(Function<DynamoDbAsyncClient, CompletableFuture<R>> call) {
        return sent(retrying, 1, call);
    }

    /** How long a call may take in all. */
    public Duration callTimeout() {
        return timeouts.call();
    }

    /**
     * A pause of random length, evenly spread so that those who were refused together do not come back together.
     *
     * @param atMostMillis at least 1
     */
    public Future<Void> pause(long atMostMillis) {
        return vertx.timer(ThreadLocalRandom.current().nextLong(1, atMostMillis + 1));
    }

    /** @param capMillis the longest pause that a store which did not ask for less is given */
    public Backoff backoff(long capMillis) {
        return new Backoff(vertx, capMillis);
    }

    private <R> Future<R> here(
            DynamoDbAsyncClient client, int rows, Function<DynamoDbAsyncClient, CompletableFuture<R>> call) {
        return breaker.open()
                ? Future.failedFuture(UnavailableException.outage("the store does not answer"))
                : sent(client, rows, call);
    }

    private <R> Future<R> sent(
            DynamoDbAsyncClient client, int rows, Function<DynamoDbAsyncClient, CompletableFuture<R>> call) {
        Context context = vertx.getOrCreateContext();
        var stage = CompletableFuture.supplyAsync(
                        () -> breaker.watched(call.apply(client)),
                        rows > FEW_ROWS ? work -> callers.execute(listener.carried(work)) : Runnable::run)
                .thenCompose(Function.identity());
        return Future.fromCompletionStage(stage, context)
                .recover(failure -> Future.failedFuture(ErrorClassifier.unwrapped(failure)));
    }
}
