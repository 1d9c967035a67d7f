package dev.usher.registrations.ledger;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One step of an asynchronous loop. Steps run one after the other without a chain of futures, since completing a chain
 * of thousands would need a stack as deep as the chain is long.
 */
public interface AsyncLoop {
    /** @return the step after this one; null when it was the last */
    Future<AsyncLoop> take();

    /** Succeeds after the last step; fails with the failure of a step or with what it threw. Never throws. */
    static Future<Void> walk(AsyncLoop first) {
        Promise<Void> over = Promise.promise();
        go(first, over);
        return over.future();
    }

    private static void go(AsyncLoop step, Promise<Void> over) {
        Future<AsyncLoop> taken;
        try {
            taken = step.take();
        } catch (Throwable e) {
            taken = Future.failedFuture(e);
        }
        taken.onComplete(
                next -> {
                    if (next == null) {
                        over.complete();
                    } else {
                        go(next, over);
                    }
                },
                over::fail);
    }
}
