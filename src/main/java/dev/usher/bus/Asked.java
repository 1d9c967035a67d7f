package dev.usher.bus;

import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;

/**
 * A request on its way to its service, and the way back: the first of answer, failure and deadline counts, whatever
 * comes later is dropped. Crosses the bus as itself; any thread may end it.
 */
final class Asked<A> implements TimerTask {
    private final Request<A> request;
    private final CompletableFuture<Outcome<A>> end = new CompletableFuture<>();

    Asked(Request<A> request) {
        this.request = request;
    }

    Request<A> request() {
        return request;
    }

    /** On the context that asked. */
    Future<Outcome<A>> future(Context asker) {
        return Future.fromCompletionStage(end, asker);
    }

    void answer(Outcome<A> outcome) {
        end.complete(outcome);
    }

    void fail(ServiceException failure) {
        end.completeExceptionally(failure);
    }

    /** The deadline has passed. */
    @Override
    public void run(Timeout deadline) {
        answer(Outcome.refused(Reason.BUSY));
    }
}
