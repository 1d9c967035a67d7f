package dev.usher.async;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Iterator;
import java.util.function.Function;

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

    /** Calls the function with the first value and then with each result, until a result is null. */
    static <T> Future<Void> from(T first, Function<T, Future<T>> step) {
        return walk(() -> step(first, step));
    }

    private static <T> Future<AsyncLoop> step(T value, Function<T, Future<T>> step) {
        return step.apply(value).map(next -> next == null ? null : () -> step(next, step));
    }

    /** Calls the function with each item, one after the other. */
    static <T> Future<Void> each(Iterator<T> items, Function<T, Future<?>> work) {
        return walk(() -> next(items, work));
    }

    private static <T> Future<AsyncLoop> next(Iterator<T> items, Function<T, Future<?>> work) {
        return items.hasNext()
                ? work.apply(items.next()).map(done -> () -> next(items, work))
                : Future.succeededFuture();
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
