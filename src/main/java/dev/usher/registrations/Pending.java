package dev.usher.registrations;

import dev.usher.bus.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** A queued change with the promise of its answer. The promise completes on the caller's context. */
final class Pending {
    private final Change<?> change;
    private final Context caller;
    private final Promise<Outcome<?>> promise = Promise.promise();
    private final long since = System.nanoTime();

    private final Object origin;

    /** @param origin the caller's trace context */
    Pending(Vertx vertx, Change<?> change, Object origin) {
        this.change = change;
        this.origin = origin;
        this.caller = vertx.getOrCreateContext();
    }

    Change<?> change() {
        return change;
    }

    Object origin() {
        return origin;
    }

    Future<Outcome<?>> answer() {
        return promise.future();
    }

    boolean late() {
        return change.deadline().passed();
    }

    /** How long the change has waited, in nanoseconds. */
    long age() {
        return System.nanoTime() - since;
    }

    void answer(Outcome<?> outcome) {
        Contexts.run(caller, () -> promise.tryComplete(outcome));
    }

    void fail(Throwable unforeseen) {
        Contexts.run(caller, () -> promise.tryFail(unforeseen));
    }
}
