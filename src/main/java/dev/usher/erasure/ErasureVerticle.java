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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Service that erases users. A request removes the name, and this process begins to end the user's registrations.
 * Periodically every process goes on with all pending erasures, also with those of a process that died.
 *
 * <p>The index that lists a user's registrations may lag, and a register that found the user before the erasure may be
 * committed after it. An erasure therefore ends only when a pass finds no registration after this process has known the
 * erasure for a certain time. The time is measured by this process, so that clocks need not agree.
 */
public final class ErasureVerticle extends PeriodicVerticle {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureVerticle.class);
    /** Duration of a commit whose reply is lost, with a margin. */
    private static final long COMMIT_MILLIS = 10_000;
    /** Number of sweeps for which the index is given time. */
    private static final int SWEEPS = 20;

    private final ServiceBus bus;
    private final ErasureStore store;
    private final RegistrationEnding ending;
    private final UserExistenceCache known;
    private final long settledNanos;
    private final Map<PendingErasure, Long> firstSeen = new HashMap<>();
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
        this.settledNanos = TimeUnit.MILLISECONDS.toNanos(
                UserExistenceCache.MAX_AGE_MILLIS + deadlineMillis + COMMIT_MILLIS + SWEEPS * sweepMillis);
    }

    @Override
    public Future<?> start() {
        return bus.serve(EraseUser.class, this::erase).onSuccess(served -> runNow());
    }

    private Future<Outcome<Erasure>> erase(EraseUser request) {
        return store.begin(request.userId(), request.by(), Timestamp.now()).map(erasure -> {
            known.remove(request.userId());
            erasure.filter(begun -> !begun.complete()).ifPresent(begun -> {
                var pending = new PendingErasure(begun.userId(), begun.erasedAt(), request.by());
                goOn(pending).otherwise(ErasureVerticle::failed);
            });
            return erasure.map(Outcome::done).orElseGet(() -> Outcome.refused(RefusalReason.USER_NOT_FOUND));
        });
    }

    private static Void failed(Throwable failure) {
        LOG.warn("erasure incomplete, will continue: {}", failure.getMessage());
        return null;
    }

    @Override
    protected Future<?> run() {
        var seen = new HashSet<PendingErasure>();
        return AsyncLoop.<String>from(null, after -> store.pending(after).compose(page -> {
                    seen.addAll(page.items());
                    return AsyncLoop.each(page.items().iterator(), this::goOnUnlessStopped)
                            .map(done -> isStopped() ? null : page.next());
                }))
                .onSuccess(done -> firstSeen.keySet().retainAll(seen))
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
        long now = System.nanoTime();
        boolean settled = now - firstSeen.computeIfAbsent(erasure, first -> now) >= settledNanos;
        return ending.pass(erasure, this::isStopped)
                .compose(found ->
                        found == 0 && settled && !isStopped() ? store.end(erasure) : Future.succeededFuture(false))
                .onSuccess(ended -> {
                    if (ended) {
                        LOG.info("user erased, no registration is left");
                    }
                })
                .onComplete(done -> running.remove(erasure.userId()))
                .mapEmpty();
    }
}
