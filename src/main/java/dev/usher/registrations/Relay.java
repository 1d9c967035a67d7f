package dev.usher.registrations;

import dev.usher.bus.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Waits until an event's next turn is this process's to send, looking at the event now and then. What it saw last is
 * what the turn is planned on. Lives on the event's context.
 */
final class Relay {
    private final String eventId;
    private final Vertx vertx;
    private final LedgerStore store;
    private final EventMemory memory;
    private final Rivals rivals;

    Relay(String eventId, Vertx vertx, LedgerStore store, EventMemory memory, Rivals rivals) {
        this.eventId = eventId;
        this.vertx = vertx;
        this.store = store;
        this.memory = memory;
        this.rivals = rivals;
    }

    /** Whether there is nothing to wait for. */
    boolean mayGo() {
        return memory.event() == null || rivals.mayGo(System.nanoTime(), memory.latencyNanos());
    }

    /** Succeeds when there is nothing to wait for any more. A store that does not answer is the turn's to deal with. */
    Future<Void> comes() {
        return Step.walk(this::look).recover(failure -> {
            memory.forget();
            return failure instanceof UnavailableException ? Future.succeededFuture() : Future.failedFuture(failure);
        });
    }

    private Future<Step> look() {
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

    /** Not quite the same for all, so that they do not look together. */
    private long pause() {
        long nanos = rivals.pause(System.nanoTime(), memory.latencyNanos());
        return ThreadLocalRandom.current().nextLong(nanos * 3 / 4, nanos * 5 / 4);
    }
}
