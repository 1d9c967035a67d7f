package dev.usher.erasure;

import dev.usher.async.AsyncLoop;
import dev.usher.async.PeriodicVerticle;
import dev.usher.bus.ServiceBus;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import dev.usher.users.EraseUser;
import dev.usher.users.Erasure;
import dev.usher.users.UserExistenceCache;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Service that erases users. A request removes the name, and this process begins to end the user's registrations.
 * Periodically every process goes on with all pending erasures, also with those of a process that died.
 *
 * <p>The index that lists a user's registrations may lag, and a register that found the user before the erasure may be
 * committed after it. An erasure therefore ends only with a pass that finds no registration a certain time after the
 * first pass of this process that found none. The time is measured by this process, so that clocks need not agree.
 *
 * <p>Reads the pending erasures page by page, and works on one page before it reads the next. Requests begin a bounded
 * number of erasures at a time; the others are left to the sweep.
 */
public final class ErasureVerticle extends PeriodicVerticle {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureVerticle.class);
    /**
     * Minimum time allowed for a read of a user and a commit whose reply is lost; together they take less than a
     * deadline.
     */
    private static final long MIN_CALLS_MILLIS = 10_000;
    /** Number of sweeps for which the index is given time. */
    private static final int SWEEPS = 20;
    /** Maximum erasures in progress that requests have begun. */
    static final int MAX_BEGUN = 100;

    private final ServiceBus bus;
    private final ErasureStore store;
    private final RegistrationEnding ending;
    private final UserExistenceCache known;
    private final SettlingErasures settling;
    private final Set<String> running = new HashSet<>();

    /**
     * @param deadlineMillis maximum duration of a request
     * @param sweepMillis average interval between sweeps for pending erasures
     */
    public ErasureVerticle(
            ServiceBus bus,
            ErasureStore store,
            RegistrationEnding ending,
            UserExistenceCache known,
            long deadlineMillis,
            long sweepMillis) {
        super(sweepMillis);
        this.bus = bus;
        this.store = store;
        this.ending = ending;
        this.known = known;
        this.settling = new SettlingErasures(TimeUnit.MILLISECONDS.toNanos(UserExistenceCache.MAX_AGE_MILLIS
                + deadlineMillis
                + Math.max(MIN_CALLS_MILLIS, deadlineMillis)
                + SWEEPS * sweepMillis));
    }

    @Override
    public Future<?> start() {
        return bus.serve(EraseUser.class, this::erase).onSuccess(served -> runNow());
    }

    private Future<Outcome<Erasure>> erase(EraseUser request) {
        return store.begin(request.userId(), request.by(), Timestamp.now()).map(erasure -> {
            known.remove(request.userId());
            erasure.filter(begun -> !begun.complete() && running.size() < MAX_BEGUN)
                    .map(begun -> new PendingErasure(begun.userId(), begun.erasedAt(), request.by()))
                    .ifPresent(begun -> goOn(begun).otherwise(ErasureVerticle::failed));
            return erasure.map(Outcome::done).orElseGet(() -> Outcome.refused(RefusalReason.USER_NOT_FOUND));
        });
    }

    private static Void failed(Throwable failure) {
        LOG.warn("erasure incomplete, will continue: {}", failure.getMessage());
        return null;
    }

    @Override
    protected Future<?> run() {
        var ended = settling.kept();
        return AsyncLoop.<String>from(null, after -> store.pending(after).compose(page -> {
                    page.items().forEach(ended::remove);
                    return AsyncLoop.each(page.items().iterator(), this::goOnUnlessStopped)
                            .map(done -> isStopped() ? null : page.next());
                }))
                .onSuccess(done -> settling.removeAll(ended))
                .otherwise(ErasureVerticle::failed);
    }

    private Future<?> goOnUnlessStopped(PendingErasure erasure) {
        return isStopped() ? Future.succeededFuture() : goOn(erasure).otherwise(ErasureVerticle::failed);
    }

    /** Ends the registrations that the index shows, and the erasure once none can appear any more. */
    private Future<Void> goOn(PendingErasure erasure) {
        if (!running.add(erasure.userId())) {
            return Future.succeededFuture();
        }
        long begun = System.nanoTime();
        return ending.pass(erasure, this::isStopped)
                .compose(found -> found == 0 && settling.isSettled(erasure, begun) && !isStopped()
                        ? store.end(erasure).onSuccess(ended -> settling.remove(erasure))
                        : Future.succeededFuture(false))
                .onSuccess(ended -> {
                    if (ended) {
                        LOG.info("user erased, no registration is left");
                    }
                })
                .onComplete(done -> running.remove(erasure.userId()))
                .mapEmpty();
    }
}
