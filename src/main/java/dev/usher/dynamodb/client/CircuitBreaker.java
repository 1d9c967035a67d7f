package dev.usher.dynamodb.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Circuit breaker for DynamoDB. While it is open, calls fail at once instead of timing out. Opening it cancels the
 * calls in flight.
 *
 * <p>Calls only trigger a probe: after several consecutive failures, a refused connection, or a period with calls in
 * flight and no response. The probe, a small read with a short timeout, decides. Probes also close the breaker again,
 * so no call has to be a trial. Any response counts as success, including errors and throttling; only timeouts, network
 * failures and 5xx responses count as failure.
 *
 * <p>A probe may wait behind a slow query, because DynamoDB Local executes requests one after another. A greeting, a
 * request that reads no row and no table, is therefore sent with it. If the greeting is answered in time and the probe
 * is not, DynamoDB is slow but reachable.
 *
 * <p>Calls may be reported from any thread. All other state is confined to the context that called {@link #watch}.
 * Intervals are measured in the process's running time: a pause of the process does not count as silence of DynamoDB.
 */
final class CircuitBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);
    private static final long TICK_MILLIS = 50;
    private static final long MAX_TICK_MILLIS = 2 * TICK_MILLIS;
    private static final int SUSPICIOUS_FAILURES = 5;
    private static final long BETWEEN_PROBES_MILLIS = 200;

    private final Vertx vertx;
    private final long silenceMillis;
    private final long probeMillis;
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    /** Running time of this process, in milliseconds; a pause counts as at most one long tick. */
    private volatile long felt;
    /** Running time at the last response, or at the first call in flight after an idle period. */
    private volatile long heard;

    private volatile boolean open;
    private Supplier<Future<?>> probe;
    private Supplier<Future<?>> greeting;
    private long ticked;
    private long timer;
    private int probes;
    private boolean probing;
    private boolean greeted;
    private long probed;

    CircuitBreaker(Vertx vertx, CallTimeouts timeouts) {
        this.vertx = vertx;
        this.silenceMillis = timeouts.silence().toMillis();
        this.probeMillis = timeouts.probe().toMillis();
    }

    /**
     * Starts the timer. Until then the breaker stays closed.
     *
     * @param probe sends a small read through {@link DynamoDbGateway#probe}
     * @param greeting sends a request that DynamoDB answers without a read
     */
    void watch(Supplier<Future<?>> probe, Supplier<Future<?>> greeting) {
        this.probe = probe;
        this.greeting = greeting;
        ticked = System.nanoTime();
        timer = vertx.setPeriodic(TICK_MILLIS, tick -> look());
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    /** Whether DynamoDB is unreachable, so that no call should be made. From any thread. */
    boolean open() {
        return open;
    }

    /** Tracks a call until it ends. From any thread. */
    <R> CompletableFuture<R> watched(CompletableFuture<R> call) {
        if (underWay.isEmpty()) {
            heard = felt;
        }
        underWay.add(call);
        call.whenComplete((answer, failure) -> {
            underWay.remove(call);
            if (failure != null && ErrorClassifier.isSilence(ErrorClassifier.unwrapped(failure))) {
                failuresInARow.addAndGet(ErrorClassifier.isRefusedConnection(failure) ? SUSPICIOUS_FAILURES : 1);
            } else {
                heard = felt;
                failuresInARow.set(0);
            }
        });
        return call;
    }

    private void look() {
        long now = System.nanoTime();
        felt += Math.min(MAX_TICK_MILLIS, TimeUnit.NANOSECONDS.toMillis(now - ticked));
        ticked = now;
        if (probing) {
            if (felt - probed >= probeMillis) {
                decide(probes, greeted);
            }
        } else if (open ? felt - probed >= BETWEEN_PROBES_MILLIS : isSuspicious()) {
            ask();
        }
    }

    private boolean isSuspicious() {
        boolean silent = !underWay.isEmpty() && felt - heard >= silenceMillis;
        return silent || failuresInARow.get() >= SUSPICIOUS_FAILURES;
    }

    private void ask() {
        int number = ++probes;
        probing = true;
        greeted = false;
        probed = felt;
        greeting.get().onComplete(answer -> {
            boolean silent = answer.failed() && ErrorClassifier.isSilence(answer.cause());
            greeted |= number == probes && !silent;
        });
        probe.get()
                .onComplete(
                        answered -> decide(number, true),
                        failure -> decide(number, !ErrorClassifier.isSilence(failure)));
    }

    /**
     * Opens or closes the breaker. Ignores the result of a probe after its timeout. A failed probe does not count if
     * another call was answered since it was sent: DynamoDB is then busy, not unreachable.
     */
    private void decide(int number, boolean answered) {
        if (!probing || number != probes) {
            return;
        }
        boolean alive = answered || heard > probed;
        probing = false;
        probed = felt;
        if (alive) {
            heard = felt;
            failuresInARow.set(0);
        }
        if (open == alive) {
            open = !alive;
            if (open) {
                LOG.warn("circuit open: DynamoDB unreachable, cancelled calls={}", underWay.size());
            } else {
                LOG.info("circuit closed: DynamoDB reachable again");
            }
        }
        if (open) {
            underWay.forEach(call -> call.cancel(true));
        }
    }
}
