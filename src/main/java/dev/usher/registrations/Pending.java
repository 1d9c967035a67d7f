package dev.usher.registrations;

import dev.usher.bus.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** A change that waits for its answer, which is given on the context that asked. */
final class Pending {
    private final Change<?> change;
    private final Context caller;
    private final Promise<Outcome<?>> promise = Promise.promise();
    private final long since = System.nanoTime();

    private final Object origin;

    /** @param origin what the caller is part of, for traces */
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

    /** How long it has waited, in nanoseconds. */
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
