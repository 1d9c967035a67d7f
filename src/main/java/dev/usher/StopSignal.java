package dev.usher;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Whether somebody has asked for the end, which a start that is under way must hear. Given once, by any thread. */
final class StopSignal {
    private final Promise<Void> given = Promise.promise();

    void give() {
        given.tryComplete();
    }

    boolean isGiven() {
        return given.future().isComplete();
    }

    /** Fails as soon as the signal is given, whatever becomes of the work. */
    <T> Future<T> cut(Future<T> work) {
        Promise<T> done = Promise.promise();
        work.onComplete(done::tryComplete, done::tryFail);
        given.future().onSuccess(stop -> done.tryFail(cause()));
        return done.future();
    }

    /** What a start says that goes no further. */
    static IllegalStateException cause() {
        return new IllegalStateException("told to stop while starting");
    }
}
