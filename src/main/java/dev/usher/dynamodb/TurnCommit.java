package dev.usher.dynamodb;

import dev.usher.bus.UnavailableException;
import dev.usher.events.Event;
import dev.usher.registrations.CommitResult;
import dev.usher.registrations.LedgerStore;
import dev.usher.registrations.Registration;
import dev.usher.registrations.Turn;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Optional;

/** One turn as one transaction. What the store says of an action is said of the turn's row at the same place. */
final class TurnCommit implements LedgerStore.Commit {
    private final Turn turn;
    private final Transaction transaction;

    TurnCommit(Dynamo dynamo, Tables tables, Turn turn) {
        this.turn = turn;
        this.transaction = new Transaction(dynamo, TurnActions.of(tables, turn));
    }

    @Override
    public Future<CommitResult> send() {
        return transaction
                .send()
                .map(this::result)
                .recover(failure -> failure instanceof UnavailableException
                        ? Future.failedFuture(failure)
                        : Future.succeededFuture(new CommitResult.Poison(failure)));
    }

    private CommitResult result(Verdict verdict) {
        return switch (verdict.kind()) {
            case COMMITTED -> new CommitResult.Committed();
            case REFUTED -> refuted(verdict);
            case CANCELLED -> new CommitResult.Cancelled(verdict.throttled(), verdict.cause());
            case UNKNOWN -> new CommitResult.Unknown(verdict.throttled(), verdict.cause());
            case POISON -> new CommitResult.Poison(verdict.cause());
        };
    }

    private CommitResult refuted(Verdict verdict) {
        Optional<Event> event = Optional.empty();
        var rows = new HashMap<String, Optional<Registration>>();
        boolean line = false;
        for (int action = 0; action < verdict.reasons().size(); action++) {
            var reason = verdict.reasons().get(action);
            if (!Verdict.refutes(reason)) {
                continue;
            }
            if (action == TurnActions.EVENT) {
                event = reason.hasItem() ? Optional.of(Items.event(reason.item())) : Optional.empty();
            } else if (action <= turn.rows().size()) {
                var user = turn.rows().get(action - 1).userId();
                rows.put(user, reason.hasItem() ? Optional.of(Items.registration(reason.item())) : Optional.empty());
            } else {
                line = true;
            }
        }
        return new CommitResult.Refuted(event, rows, line);
    }
}
