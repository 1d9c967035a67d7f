package dev.usher.registrations.ledger;

import dev.usher.async.AsyncLoop;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Waits until this process should send an event's next turn, and polls the event meanwhile. The turn is planned on the
 * last state that it read. Lives on the event's context.
 */
final class ContentionGate {
    private final String eventId;
    private final Vertx vertx;
    private final LedgerStore store;
    private final EventLedgerState memory;
    private final ContentionTracker rivals;

    ContentionGate(String eventId, Vertx vertx, LedgerStore store, EventLedgerState memory, ContentionTracker rivals) {
        this.eventId = eventId;
        this.vertx = vertx;
        this.store = store;
        this.memory = memory;
        this.rivals = rivals;
    }

    /** Whether the next turn may be sent now. */
    boolean mayGo() {
        return memory.event() == null || rivals.mayGo(System.nanoTime(), memory.latencyNanos());
    }

    /** Succeeds when the next turn may be sent, or when the store does not answer: the turn handles that failure. */
    Future<Void> comes() {
        return AsyncLoop.walk(this::look).recover(failure -> {
            memory.forget();
            return failure instanceof UnavailableException ? Future.succeededFuture() : Future.failedFuture(failure);
        });
    }

    private Future<AsyncLoop> look() {
        long before = memory.event().version();
        return vertx.timer(pause(), TimeUnit.NANOSECONDS)
                .compose(paused -> store.event(eventId))
                .map(found -> {
                    memory.know(found.orElse(null));
                    if (found.isPresent() && found.get().version() > before) {
                        rivals.overtaken();
                    }
                    return mayGo() ? null : this::look;
                });
    }

    /** Pause before the next read, jittered so that replicas do not read at the same time. */
    private long pause() {
        long nanos = rivals.pause(System.nanoTime(), memory.latencyNanos());
        return ThreadLocalRandom.current().nextLong(nanos * 3 / 4, nanos * 5 / 4);
    }
}
