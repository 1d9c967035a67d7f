package dev.usher.registrations;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One step of something that may take thousands of them. Steps follow one another without a chain of futures, whose end
 * would need a stack as deep as it is long.
 */
public interface Step {
    /** @return the step after this one; null when it was the last */
    Future<Step> take();

    /** Succeeds after the last step; fails with what a step failed with or threw. Never throws. */
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
