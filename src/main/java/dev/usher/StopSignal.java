package dev.usher;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Cancellation token for a start that is under way. Given once, by any thread. */
final class StopSignal {
    private final Promise<Void> given = Promise.promise();

    void give() {
        given.tryComplete();
    }

    boolean isGiven() {
        return given.future().isComplete();
    }

    /** Returns the work's result, or fails as soon as the signal is given; the work itself is not cancelled. */
    <T> Future<T> cut(Future<T> work) {
        Promise<T> done = Promise.promise();
        work.onComplete(done::tryComplete, done::tryFail);
        given.future().onSuccess(stop -> done.tryFail(cause()));
        return done.future();
    }

    /** Returns the failure of a start that was stopped. */
    static IllegalStateException cause() {
        return new IllegalStateException("told to stop while starting");
    }
}
