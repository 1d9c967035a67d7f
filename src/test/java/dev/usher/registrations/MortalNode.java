package dev.usher.registrations;

import dev.usher.events.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One node's way to the store. Once the node is dead it asks for nothing and hears nothing; what it sent is sent. */
class MortalNode implements LedgerStore {
    private final LedgerStore store;
    private final Promise<Void> death = Promise.promise();
    private boolean dead;

    MortalNode(LedgerStore store) {
        this.store = store;
    }

    void die() {
        dead = true;
        death.complete();
    }

    /** What the node says, or null when it dies before it said it. */
    <T> Future<T> heard(Future<T> said) {
        Promise<T> first = Promise.promise();
        said.onComplete(first::tryComplete, first::tryFail);
        death.future().onComplete(gone -> first.tryComplete(null));
        return first.future();
    }

    private <T> Future<T> alive(Supplier<Future<T>> call) {
        Promise<T> heard = Promise.promise();
        if (!dead) {
            call.get()
                    .onComplete(
                            answer -> {
                                if (!dead) {
                                    heard.complete(answer);
                                }
                            },
                            failure -> {
                                if (!dead) {
                                    heard.fail(failure);
                                }
                            });
        }
        return heard.future();
    }

    @Override
    public Future<Optional<Event>> event(String eventId) {
        return alive(() -> store.event(eventId));
    }

    @Override
    public Future<Map<String, Optional<Registration>>> rows(String eventId, Set<String> userIds) {
        return alive(() -> store.rows(eventId, userIds));
    }

    @Override
    public Future<Line> line(String eventId, long floor, int waiting) {
        return alive(() -> store.line(eventId, floor, waiting));
    }

    @Override
    public Future<Optional<Snapshot>> snapshot(String eventId, Set<String> userIds) {
        return alive(() -> store.snapshot(eventId, userIds));
    }

    @Override
    public Future<Optional<List<Registration>>> registrations(String eventId, int max) {
        return alive(() -> store.registrations(eventId, max));
    }

    @Override
    public Future<List<LoggedTurn>> changes(String eventId, long after, int max) {
        return alive(() -> store.changes(eventId, after, max));
    }

    @Override
    public Commit prepare(Turn turn) {
        var commit = store.prepare(turn);
        return () -> alive(commit::send);
    }

    @Override
    public Future<List<String>> eventsOwingSeats() {
        return alive(store::eventsOwingSeats);
    }
}
