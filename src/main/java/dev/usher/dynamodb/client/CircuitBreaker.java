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
 * Whether DynamoDB is there. While it is not, no call is made, so that whoever asks is told at once instead of waiting
 * for what cannot come; what was under way when it went is cut off.
 *
 * <p>Callers only raise suspicion: several of them failed in a row, one was refused its connection, or nothing at all
 * was heard while somebody waited. What decides is a probe, a small read with a short limit. It also finds out when
 * DynamoDB is back, so no caller has to be the one who tries. An answer of any kind is a sign of life, a refusal and
 * throttling too; only what never arrived, timed out or is a fault on DynamoDB's side is not.
 *
 * <p>A probe may wait behind a slow query: DynamoDB Local does one after the other. So a greeting goes with it, which
 * needs no row and no table. A probe without an answer whose greeting is answered met a slow store, and not a silent
 * one.
 *
 * <p>Calls are reported from any thread. Everything else lives on the context that began to watch, and counts the time
 * that this process has felt: one that was stopped for a while takes its own silence for nobody else's.
 */
final class CircuitBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);
    private static final long TICK_MILLIS = 50;
    private static final long MAX_TICK_MILLIS = 2 * TICK_MILLIS;
    private static final long SUSPICIOUS_SILENCE_MILLIS = 200;
    private static final int SUSPICIOUS_FAILURES = 5;
    private static final long PROBE_MILLIS = 450;
    private static final long BETWEEN_PROBES_MILLIS = 200;

    private final Vertx vertx;
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    /** Milliseconds that this process has felt. */
    private volatile long felt;
    /** When DynamoDB was heard last, or began to be waited for. */
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

    CircuitBreaker(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Begins to watch; before that, everything is let through.
     *
     * @param probe makes a small read by {@link DynamoDbGateway#probe}
     * @param greeting makes a call that is answered without a read
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

    /** Whether DynamoDB is known not to answer, so that no call should be made. */
    boolean open() {
        return open;
    }

    /** Takes note of a call and of what becomes of it. From any thread. */
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
            if (felt - probed >= PROBE_MILLIS) {
                decide(probes, greeted);
            }
        } else if (open ? felt - probed >= BETWEEN_PROBES_MILLIS : isSuspicious()) {
            ask();
        }
    }

    private boolean isSuspicious() {
        boolean silent = !underWay.isEmpty() && felt - heard >= SUSPICIOUS_SILENCE_MILLIS;
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
     * What a probe says after its time is not listened to. A probe that fails where others are answered meanwhile only
     * shows how busy everything is.
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
                LOG.warn("the store does not answer: calls={} are cut off", underWay.size());
            } else {
                LOG.info("the store answers again");
            }
        }
        if (open) {
            underWay.forEach(call -> call.cancel(true));
        }
    }
}
