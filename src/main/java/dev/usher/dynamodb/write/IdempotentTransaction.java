package dev.usher.dynamodb.write;

import dev.usher.async.Backoff;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.client.TransactionResult;
import dev.usher.service.Deadline;
import dev.usher.service.DeniedException;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * One transaction request with one token, which may be sent repeatedly. It commits at most once, however many tries
 * arrive. DynamoDB answers a try after the commit as committed.
 */
public final class IdempotentTransaction {
    private static final long MAX_PAUSE_MILLIS = 160;

    private final DynamoDbGateway dynamo;
    private final TransactWriteItemsRequest request;

    public IdempotentTransaction(DynamoDbGateway dynamo, List<TransactWriteItem> actions) {
        this(dynamo, UUID.randomUUID().toString(), actions);
    }

    /** @param token unique to this request */
    public IdempotentTransaction(DynamoDbGateway dynamo, String token, List<TransactWriteItem> actions) {
        this.dynamo = dynamo;
        this.request = TransactWriteItemsRequest.builder()
                .clientRequestToken(token)
                .transactItems(actions)
                .build();
    }

    /**
     * Final result of the transaction.
     *
     * @param doubtful whether the outcome of an earlier try is unknown
     */
    public record Settled(TransactionResult verdict, boolean doubtful) {
        public boolean isCommitted() {
            return verdict.kind() == TransactionResult.Kind.COMMITTED;
        }

        /** Returns the row that made the condition of the first action fail, if there is one. */
        public Optional<Map<String, AttributeValue>> firstRow() {
            return Optional.of(verdict.reasons().get(0))
                    .filter(CancellationReason::hasItem)
                    .map(CancellationReason::item);
        }
    }

    /** As below, for as long as one call may take. */
    public Future<Settled> settled() {
        return settled(dynamo.callTimeout().toMillis());
    }

    /**
     * Sends the transaction until it commits or a condition fails. Fails with an {@code UnavailableException} when this
     * time has passed, and with the cause if DynamoDB will never accept the request.
     */
    public Future<Settled> settled(long millis) {
        return settled(Deadline.inMillis(millis), dynamo.backoff(MAX_PAUSE_MILLIS), false);
    }

    private Future<Settled> settled(Deadline budget, Backoff backoff, boolean doubtful) {
        return send().compose(verdict -> switch (verdict.kind()) {
            case COMMITTED, CONDITION_FAILED -> Future.succeededFuture(new Settled(verdict, doubtful));
            case POISON -> Future.failedFuture(verdict.cause());
            case CANCELLED, UNKNOWN ->
                budget.passed()
                        ? Future.failedFuture(
                                new UnavailableException("DynamoDB did not confirm the transaction", verdict.cause()))
                        : backoff.pause(verdict.throttled())
                                .compose(paused -> settled(
                                        budget, backoff, doubtful || verdict.kind() == TransactionResult.Kind.UNKNOWN));
        });
    }

    /** Sends it once. Fails only with a {@code DeniedException}, or {@code UnavailableException} if it was not sent. */
    public Future<TransactionResult> send() {
        return dynamo.transact(request)
                .map(response -> TransactionResult.committed())
                .recover(failure -> failure instanceof UnavailableException || failure instanceof DeniedException
                        ? Future.failedFuture(failure)
                        : Future.succeededFuture(TransactionResult.of(failure)));
    }
}
