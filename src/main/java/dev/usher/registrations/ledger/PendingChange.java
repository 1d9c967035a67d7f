package dev.usher.registrations.ledger;

import dev.usher.registrations.model.LedgerCommand;
import dev.usher.service.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** A queued change with the promise of its answer. The promise completes on the caller's context. */
public final class PendingChange {
    private final LedgerCommand<?> change;
    private final Context caller;
    private final Promise<Outcome<?>> promise = Promise.promise();
    private final long since = System.nanoTime();

    private final Object origin;

    /** @param origin the caller's trace context */
    public PendingChange(Vertx vertx, LedgerCommand<?> change, Object origin) {
        this.change = change;
        this.origin = origin;
        this.caller = vertx.getOrCreateContext();
    }

    LedgerCommand<?> change() {
        return change;
    }

    Object origin() {
        return origin;
    }

    public Future<Outcome<?>> answer() {
        return promise.future();
    }

    boolean late() {
        return change.deadline().passed();
    }

    /** How long the change has waited, in nanoseconds. */
    long age() {
        return System.nanoTime() - since;
    }

    public void answer(Outcome<?> outcome) {
        ContextDispatch.run(caller, () -> promise.tryComplete(outcome));
    }

    void fail(Throwable unforeseen) {
        ContextDispatch.run(caller, () -> promise.tryFail(unforeseen));
    }
}
