package dev.usher.bench.direct;

import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Retry pauses of one request: full jitter below a bound that doubles from 5 ms to a second, until its deadline. */
final class Patience {
    private static final int FIRST_MILLIS = 5;
    private static final int MAX_MILLIS = 1_000;

    private final Vertx vertx;
    private final Deadline deadline;
    private int bound = FIRST_MILLIS;

    Patience(Vertx vertx, Deadline deadline) {
        this.vertx = vertx;
        this.deadline = deadline;
    }

    /** Runs it after a pause, or returns {@link RefusalReason#BUSY} when the deadline would be over. */
    <A> Future<Outcome<A>> pause(Supplier<Future<Outcome<A>>> next) {
        long millis = 1 + ThreadLocalRandom.current().nextInt(bound);
        bound = Math.min(MAX_MILLIS, 2 * bound);
        if (deadline.passed() || deadline.remainingMillis() <= millis) {
            return Future.succeededFuture(Outcome.refused(RefusalReason.BUSY));
        }
        return vertx.timer(millis).compose(over -> guarded(next));
    }

    /** Runs it at once if the deadline is not over. */
    <A> Future<Outcome<A>> now(Supplier<Future<Outcome<A>>> next) {
        return deadline.passed() ? Future.succeededFuture(Outcome.refused(RefusalReason.BUSY)) : guarded(next);
    }

    /** A failed read is retried like a conflicting write. */
    private <A> Future<Outcome<A>> guarded(Supplier<Future<Outcome<A>>> next) {
        return next.get()
                .recover(failure ->
                        failure instanceof UnavailableException ? pause(next) : Future.failedFuture(failure));
    }
}
