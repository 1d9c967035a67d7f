package dev.usher.bus;

import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Request;
import dev.usher.service.ServiceException;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Request in flight, with the promise of its outcome. The first of answer, failure and deadline completes it; later
 * ones are dropped. Passed over the bus by reference; any thread may complete it.
 */
final class PendingRequest<A> implements TimerTask {
    private final Request<A> request;
    private final CompletableFuture<Outcome<A>> end = new CompletableFuture<>();

    PendingRequest(Request<A> request) {
        this.request = request;
    }

    Request<A> request() {
        return request;
    }

    /**
     * Returns the outcome on the caller's context. The thread that answers completes the future of the stage, and may
     * do so while the caller adds handlers, of which a later one could then run first. The mapped future is completed
     * on the context.
     */
    Future<Outcome<A>> future(Context asker) {
        return Future.fromCompletionStage(end, asker).map(Function.identity());
    }

    void answer(Outcome<A> outcome) {
        end.complete(outcome);
    }

    void fail(ServiceException failure) {
        end.completeExceptionally(failure);
    }

    /** Completes the request as BUSY: its deadline has passed. */
    @Override
    public void run(Timeout deadline) {
        answer(Outcome.refused(RefusalReason.BUSY));
    }
}
