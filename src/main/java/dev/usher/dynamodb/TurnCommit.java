package dev.usher.dynamodb;

import dev.usher.bus.UnavailableException;
import dev.usher.events.Event;
import dev.usher.registrations.CommitResult;
import dev.usher.registrations.LedgerStore;
import dev.usher.registrations.Registration;
import dev.usher.registrations.Turn;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One turn as one transaction. What the store says of an action is said of the turn's row at the same place. A refusal
 * after a try of unknown outcome is only believed when the event's row shows that it was not that try which stands in
 * the way.
 */
final class TurnCommit implements LedgerStore.Commit {
    private final KeyedReads events;
    private final Turn turn;
    private final TurnMark mark;
    private final Transaction transaction;
    private boolean doubtful;

    TurnCommit(Dynamo dynamo, Tables tables, Turn turn) {
        var token = UUID.randomUUID().toString();
        this.events = new KeyedReads(dynamo, tables.events());
        this.turn = turn;
        this.mark = TurnMark.of(turn.after().version(), token);
        this.transaction = new Transaction(dynamo, token, TurnActions.of(tables, turn, mark));
    }

    @Override
    public Future<CommitResult> send() {
        return transaction.send().compose(this::result).recover(TurnCommit::failed);
    }

    private static Future<CommitResult> failed(Throwable failure) {
        return failure instanceof UnavailableException
                ? Future.failedFuture(failure)
                : Future.succeededFuture(new CommitResult.Poison(failure));
    }

    private Future<CommitResult> result(Verdict verdict) {
        return switch (verdict.kind()) {
            case COMMITTED -> Future.succeededFuture(new CommitResult.Committed());
            case REFUTED -> doubtful ? doubted(verdict) : Future.succeededFuture(refuted(verdict));
            case CANCELLED -> Future.succeededFuture(new CommitResult.Cancelled(verdict.throttled(), verdict.cause()));
            case UNKNOWN -> {
                doubtful = true;
                yield Future.succeededFuture(new CommitResult.Unknown(verdict.throttled(), verdict.cause()));
            }
            case POISON -> Future.succeededFuture(new CommitResult.Poison(verdict.cause()));
        };
    }

    private Future<CommitResult> doubted(Verdict verdict) {
        var event = verdict.reasons().get(TurnActions.EVENT);
        return event.hasItem()
                ? judged(verdict, event.item())
                : events.rows(List.of(Items.eventKey(turn.before().eventId())))
                        .compose(rows -> rows.isEmpty()
                                ? Future.succeededFuture(refuted(verdict))
                                : judged(verdict, rows.get(0)));
    }

    private Future<CommitResult> judged(Verdict verdict, Map<String, AttributeValue> event) {
        return switch (mark.on(event)) {
            case COMMITTED -> Future.succeededFuture(new CommitResult.Committed());
            case NOT_YET, NEVER -> Future.succeededFuture(refuted(verdict));
            case FADED -> Future.failedFuture(new UnavailableException("nothing tells what became of a turn", null));
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
