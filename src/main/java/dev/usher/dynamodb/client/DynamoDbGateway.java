package dev.usher.dynamodb.client;

import dev.usher.async.Backoff;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.service.LogLimiter;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/**
 * Gateway to DynamoDB. Calls may be made on any context, and each future completes on the caller's context. Owns the
 * SDK clients. While the circuit is open, calls fail at once and are not sent.
 *
 * <p>Thread-safe, shared by all verticles. Never blocks; {@link #open} and {@link #close} run their blocking parts on a
 * worker thread.
 */
public final class DynamoDbGateway {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbGateway.class);
    private static final long CREDENTIALS_MILLIS = 10_000;
    /** Encoding up to this many rows is cheaper than handing the call to another thread. */
    private static final int FEW_ROWS = 8;

    private final Vertx vertx;
    private final SdkClients clients;
    private final CallTimeouts timeouts;
    private final CallListener listener;
    private final LogLimiter limiter = new LogLimiter();
    private final AtomicReference<String> denied = new AtomicReference<>();
    private final Runnable close;
    private final CircuitBreaker breaker;
    /** The SDK encodes and signs a request on the calling thread, which takes milliseconds for a hundred actions. */
    private final ExecutorService callers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), DynamoDbGateway::caller);

    public DynamoDbGateway(
            Vertx vertx,
            DynamoDbAsyncClient retrying,
            DynamoDbAsyncClient once,
            CallTimeouts timeouts,
            CallListener listener,
            Runnable close) {
        this(
                vertx,
                new SdkClients(retrying, once, null, new ClockSkew(listener, new LogLimiter())),
                timeouts,
                listener,
                close);
    }

    private DynamoDbGateway(
            Vertx vertx, SdkClients clients, CallTimeouts timeouts, CallListener listener, Runnable close) {
        this.vertx = vertx;
        this.clients = clients;
        this.timeouts = timeouts;
        this.listener = listener;
        this.close = close;
        this.breaker = new CircuitBreaker(vertx, timeouts);
    }

    /**
     * Opens the clients. Fails if the AWS default chain has no region or no credentials, and with an
     * {@code UnavailableException} if a credentials service does not answer. Sends nothing to DynamoDB.
     *
     * @param endpoint null for the AWS endpoint of the region
     * @param requestMillis the deadline of a request; the timeouts of a call are fractions of it
     */
    public static Future<DynamoDbGateway> open(Vertx vertx, URI endpoint, long requestMillis) {
        return open(vertx, endpoint, requestMillis, CallListener.NONE);
    }

    /** As above, with a listener for calls. */
    public static Future<DynamoDbGateway> open(Vertx vertx, URI endpoint, long requestMillis, CallListener listener) {
        return vertx.executeBlocking(
                () -> {
                    var timeouts = CallTimeouts.within(requestMillis);
                    var credentials = CredentialSources.configured();
                    var clients = SdkClients.open(endpoint, timeouts, credentials, listener);
                    long refreshing = vertx.setPeriodic(
                            CREDENTIALS_MILLIS, tick -> vertx.executeBlocking(credentials::refresh, false));
                    return new DynamoDbGateway(vertx, clients, timeouts, listener, () -> {
                        vertx.cancelTimer(refreshing);
                        clients.close();
                        credentials.close();
                    });
                },
                false);
    }

    /**
     * Starts the circuit breaker: from now on calls fail at once while probes fail.
     *
     * @param probe sends a small read by {@link #probe}
     */
    public void watch(Supplier<Future<?>> probe) {
        breaker.watch(probe, this::greeting);
    }

    /** The table name is invalid, so DynamoDB rejects the call without a read. The breaker does not track this call. */
    private Future<?> greeting() {
        var answer = clients.once().getItem(get -> get.tableName("-").key(ItemMapper.userKey("-")));
        return Future.fromCompletionStage(answer, vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(ErrorClassifier.unwrapped(failure)));
    }

    /** Stops the circuit breaker and closes the clients. No call may be made afterwards. */
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

    /** Makes an idempotent call. Temporary errors fail with an {@code UnavailableException}. */
    public <R> Future<R> call(Function<DynamoDbAsyncClient, CompletableFuture<R>> call) {
        return call(1, call);
    }

    /** @param rows how many rows or keys the request carries */
    public <R> Future<R> call(int rows, Function<DynamoDbAsyncClient, CompletableFuture<R>> call) {
        return here(clients.retrying(), rows, call).recover(this::translated);
    }

    /**
     * Sends a transaction once. Fails with a {@code DeniedException}, with an {@code UnavailableException} if nothing
     * was sent, else with the SDK's exception.
     */
    public Future<TransactWriteItemsResponse> transact(TransactWriteItemsRequest request) {
        return here(clients.once(), request.transactItems().size(), client -> client.transactWriteItems(request))
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

    /** Reports and logs a row that cannot be read, which Usher did not write. */
    public void unreadable(String table, String id, RuntimeException why) {
        listener.unreadable(table);
        if (limiter.permits(table)) {
            LOG.warn("skipping a row that cannot be read: table={} id={}: {}", table, id, why.toString());
        }
    }

    /** The last denial of a call, in the words of AWS, until access is {@link #proven}. */
    public Optional<String> denied() {
        return Optional.ofNullable(denied.get());
    }

    /** Clears this denial because the permission exists now. A later denial stays. */
    public void proven(String denial) {
        if (denied.compareAndSet(denial, null)) {
            LOG.info("access restored after: {}", denial);
        }
    }

    /** Fails while this machine's clock differs from DynamoDB's by more than 30 s, measured at the last response. */
    public Future<Void> checkClock() {
        return clients.clock().check();
    }

    /** Makes a call even while the circuit is open. Fails with the SDK's exception. */
    public <R> Future<R> probe(Function<DynamoDbAsyncClient, CompletableFuture<R>> call) {
        return sent(clients.retrying(), 1, call);
    }

    /** Timeout of a call with all its attempts. */
    public Duration callTimeout() {
        return timeouts.call();
    }

    /** Waits for a random time, see {@link Backoff#upTo}. */
    public Future<Void> pause(long atMostMillis) {
        return Backoff.upTo(vertx, atMostMillis);
    }

    /** @param capMillis the longest pause after an error other than throttling */
    public Backoff backoff(long capMillis) {
        return new Backoff(vertx, capMillis);
    }

    private <R> Future<R> here(
            DynamoDbAsyncClient client, int rows, Function<DynamoDbAsyncClient, CompletableFuture<R>> call) {
        return breaker.open()
                ? Future.failedFuture(UnavailableException.outage("DynamoDB is unreachable"))
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
