package dev.usher.registrations;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One step of an asynchronous loop. Steps run one after the other without a chain of futures, since completing a chain
 * of thousands would need a stack as deep as the chain is long.
 */
public interface Step {
    /** @return the step after this one; null when it was the last */
    Future<Step> take();

    /** Succeeds after the last step; fails with the failure of a step or with what it threw. Never throws. */
    static Future<Void> walk(Step first) {
        Promise<Void> over = Promise.promise();
        go(first, over);
        return over.future();
    }

    private static void go(Step step, Promise<Void> over) {
        Future<Step> taken;
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
