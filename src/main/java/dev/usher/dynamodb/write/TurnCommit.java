package dev.usher.dynamodb.write;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.client.TransactionResult;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.read.EventDescriptions;
import dev.usher.dynamodb.read.SerializableReads;
import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.store.CommitResult;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.DeniedException;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.UUID;

/**
 * Commits one turn as one transaction. The result of an action refers to the turn's row at the same index. A condition
 * that fails after a try of unknown outcome may fail because that try committed; the change log then shows which turn
 * committed the version.
 */
public final class TurnCommit implements LedgerStore.Commit {
    private final SerializableReads reads;
    private final Turn turn;
    private final String token;
    private final IdempotentTransaction transaction;
    private final EventDescriptions descriptions;
    private boolean doubtful;

    public TurnCommit(
            DynamoDbGateway dynamo, TableNames tables, ChangeItems changes, EventDescriptions descriptions, Turn turn) {
        this.descriptions = descriptions;
        this.token = UUID.randomUUID().toString();
        this.reads = new SerializableReads(dynamo, tables);
        this.turn = turn;
        this.transaction = new IdempotentTransaction(
                dynamo,
                token,
                TurnItems.of(
                        tables,
                        turn,
                        changes.item(turn.logged(), token),
                        descriptions.changes(turn.before(), turn.after(), turn.at())));
    }

    @Override
    public Future<CommitResult> send() {
        return transaction.send().compose(this::result).recover(TurnCommit::failed);
    }

    /** A read to resolve an unknown outcome failed. Unless DynamoDB is unreachable, the next try repeats it. */
    private static Future<CommitResult> failed(Throwable failure) {
        if (failure instanceof UnavailableException unavailable && !unavailable.outage()) {
            return Future.succeededFuture(new CommitResult.Unknown(false, failure));
        }
        return failure instanceof UnavailableException || failure instanceof DeniedException
                ? Future.failedFuture(failure)
                : Future.succeededFuture(new CommitResult.Rejected(failure));
    }

    private Future<CommitResult> result(TransactionResult verdict) {
        return switch (verdict.kind()) {
            case COMMITTED -> Future.succeededFuture(new CommitResult.Committed());
            case CONDITION_FAILED -> doubtful ? doubted(verdict) : refuted(verdict);
            case CANCELLED -> Future.succeededFuture(new CommitResult.Cancelled(verdict.throttled(), verdict.cause()));
            case UNKNOWN -> {
                doubtful = true;
                yield Future.succeededFuture(new CommitResult.Unknown(verdict.throttled(), verdict.cause()));
            }
            case POISON -> Future.succeededFuture(new CommitResult.Rejected(verdict.cause()));
        };
    }

    /** While another transaction on the event is pending, the outcome stays unknown until the next try. */
    private Future<CommitResult> doubted(TransactionResult verdict) {
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

    private Future<CommitResult> refuted(TransactionResult verdict) {
        Optional<Event> event = Optional.empty();
        var rows = new HashMap<String, Optional<Registration>>();
        var others = new LinkedHashSet<String>();
        for (int action = 0; action < verdict.reasons().size(); action++) {
            var reason = verdict.reasons().get(action);
            if (!TransactionResult.refutes(reason)) {
                continue;
            }
            if (action == TurnItems.EVENT) {
                event = reason.hasItem() ? Optional.of(ItemMapper.event(reason.item())) : Optional.empty();
            } else if (action == TurnItems.LOG) {
                others.add("Changes version " + turn.after().version());
            } else if (action < TurnItems.ROWS + turn.rows().size()) {
                var user = turn.rows().get(action - TurnItems.ROWS).userId();
                rows.put(
                        user,
                        reason.hasItem() ? Optional.of(ItemMapper.registration(reason.item())) : Optional.empty());
            } else {
                int index = action - TurnItems.ROWS - turn.rows().size();
                others.add("Waitlist ticket " + turn.entries().get(index).ticket());
            }
        }
        return descriptions.complete(event).map(known -> new CommitResult.ConditionFailed(known, rows, others));
    }
}
