package dev.usher.dynamodb;

import dev.usher.bus.Timestamp;
import dev.usher.bus.UnavailableException;
import dev.usher.events.Event;
import dev.usher.registrations.CommitResult;
import dev.usher.registrations.LedgerStore;
import dev.usher.registrations.Turn;
import dev.usher.users.UserStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/**
 * Makes the first calls, which are slow on the thread that makes them, before anybody waits for one. Writes nothing.
 */
public final class FirstCalls {
    /** No id starts with this character. */
    private static final String NOTHING = "-";

    private static final Timestamp NEVER = new Timestamp("1970-01-01T00:00:00Z");

    private final UserStore users;
    private final LedgerStore ledger;

    public FirstCalls(UserStore users, LedgerStore ledger) {
        this.users = users;
        this.ledger = ledger;
    }

    /** Fails with an {@code UnavailableException} when the store does not answer, or asks for less. */
    public Future<Void> run() {
        return users.find(Set.of(NOTHING, NOTHING + NOTHING))
                .compose(found -> ledger.event(NOTHING))
                .compose(found -> ledger.line(NOTHING, 0, 1))
                .compose(found -> ledger.registrations(NOTHING, 1))
                .compose(found -> ledger.changes(NOTHING, 0, 1))
                .compose(found -> ledger.snapshot(NOTHING, Set.of(NOTHING)))
                .compose(found -> ledger.prepare(turnOfNothing()).send())
                .compose(result -> result.fold(new CommitResult.Cases<>(
                        committed -> Future.succeededFuture(),
                        refuted -> Future.succeededFuture(),
                        cancelled -> again(cancelled.cause()),
                        unknown -> again(unknown.cause()),
                        poison -> Future.failedFuture(poison.cause()))));
    }

    private static Future<Void> again(Throwable cause) {
        return Future.failedFuture(new UnavailableException("the store confirmed no transaction", cause));
    }

    private static Turn turnOfNothing() {
        var before = new Event(NOTHING, NOTHING, 1, false, Event.Counts.NEW, NEVER, null);
        var after = before.with(new Event.Counts(0, 0, 0, 0, before.version() + 1));
        return new Turn(before, after, List.of(), List.of(), List.of(), NEVER);
    }
}
