package dev.usher.dynamodb;

import dev.usher.bus.DeniedException;
import dev.usher.bus.UnavailableException;
import dev.usher.events.Event;
import dev.usher.registrations.CommitResult;
import dev.usher.registrations.LedgerStore;
import dev.usher.registrations.Registration;
import dev.usher.registrations.Turn;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.UUID;

/**
 * One turn as one transaction. What the store says of an action is said of the turn's row at the same place. A failed
 * condition after a try of unknown outcome may be that try's own doing: then the change log says which turn committed
 * the version.
 */
final class TurnCommit implements LedgerStore.Commit {
    private final SerializableReads reads;
    private final Turn turn;
    private final String token;
    private final Transaction transaction;
    private final Descriptions descriptions;
    private boolean doubtful;

    TurnCommit(Dynamo dynamo, Tables tables, ChangeItems changes, Descriptions descriptions, Turn turn) {
        this.descriptions = descriptions;
        this.token = UUID.randomUUID().toString();
        this.reads = new SerializableReads(dynamo, tables);
        this.turn = turn;
        this.transaction = new Transaction(
                dynamo,
                token,
                TurnActions.of(
                        tables,
                        turn,
                        changes.item(turn.logged(), token),
                        descriptions.changes(turn.before(), turn.after(), turn.at())));
    }

    @Override
    public Future<CommitResult> send() {
        return transaction.send().compose(this::result).recover(TurnCommit::failed);
    }

    /** A read that would have settled a doubt failed: the next try asks again. */
    private static Future<CommitResult> failed(Throwable failure) {
        if (failure instanceof UnavailableException unavailable && !unavailable.outage()) {
            return Future.succeededFuture(new CommitResult.Unknown(false, failure));
        }
        return failure instanceof UnavailableException || failure instanceof DeniedException
                ? Future.failedFuture(failure)
                : Future.succeededFuture(new CommitResult.Poison(failure));
    }

    private Future<CommitResult> result(Verdict verdict) {
        return switch (verdict.kind()) {
            case COMMITTED -> Future.succeededFuture(new CommitResult.Committed());
            case REFUTED -> doubtful ? doubted(verdict) : refuted(verdict);
            case CANCELLED -> Future.succeededFuture(new CommitResult.Cancelled(verdict.throttled(), verdict.cause()));
            case UNKNOWN -> {
                doubtful = true;
                yield Future.succeededFuture(new CommitResult.Unknown(verdict.throttled(), verdict.cause()));
            }
            case POISON -> Future.succeededFuture(new CommitResult.Poison(verdict.cause()));
        };
    }

    /** While a transaction on the event is pending, the outcome stays unknown: the next try finds out. */
    private Future<CommitResult> doubted(Verdict verdict) {
        return reads.committed(turn.before().eventId(), turn.after().version(), token)
                .compose(own -> {
                    if (own.isPresent() && !own.get()) {
                        return refuted(verdict);
                    }
                    return Future.succeededFuture(
                            own.isPresent()
                                    ? new CommitResult.Committed()
                                    : new CommitResult.Unknown(false, verdict.cause()));
                });
    }

    private Future<CommitResult> refuted(Verdict verdict) {
        Optional<Event> event = Optional.empty();
        var rows = new HashMap<String, Optional<Registration>>();
        var others = new LinkedHashSet<String>();
        for (int action = 0; action < verdict.reasons().size(); action++) {
            var reason = verdict.reasons().get(action);
            if (!Verdict.refutes(reason)) {
                continue;
            }
            if (action == TurnActions.EVENT) {
                event = reason.hasItem() ? Optional.of(Items.event(reason.item())) : Optional.empty();
            } else if (action == TurnActions.LOG) {
                others.add("Changes version " + turn.after().version());
            } else if (action < TurnActions.ROWS + turn.rows().size()) {
                var user = turn.rows().get(action - TurnActions.ROWS).userId();
                rows.put(user, reason.hasItem() ? Optional.of(Items.registration(reason.item())) : Optional.empty());
            } else {
                int place = action - TurnActions.ROWS - turn.rows().size();
                others.add("Waitlist ticket " + turn.line().get(place).ticket());
            }
        }
        return descriptions.complete(event).map(known -> new CommitResult.Refuted(known, rows, others));
    }
}
