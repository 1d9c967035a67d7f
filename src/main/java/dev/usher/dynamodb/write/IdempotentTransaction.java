package dev.usher.dynamodb.write;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.client.TransactionResult;
import dev.usher.registrations.ledger.Backoff;
import dev.usher.service.Deadline;
import dev.usher.service.DeniedException;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * One transaction on its way to DynamoDB: one request object with one token, sent as often as its owner likes. However
 * many tries arrive, it commits at most once, and a try after the commit is answered as committed.
 */
public final class IdempotentTransaction {
    private final DynamoDbGateway dynamo;
    private final TransactWriteItemsRequest request;

    public IdempotentTransaction(DynamoDbGateway dynamo, List<TransactWriteItem> actions) {
        this(dynamo, UUID.randomUUID().toString(), actions);
    }

    /** @param token of this request alone */
    public IdempotentTransaction(DynamoDbGateway dynamo, String token, List<TransactWriteItem> actions) {
        this.dynamo = dynamo;
        this.request = TransactWriteItemsRequest.builder()
                .clientRequestToken(token)
                .transactItems(actions)
                .build();
    }

    /** @param doubtful whether the outcome of an earlier try is unknown */
    public record Settled(TransactionResult verdict, boolean doubtful) {}

    /**
     * Sends it until it is committed or refuted. Fails with an {@code UnavailableException} when the budget has passed,
     * and with the cause where the store will never take it.
     */
    public Future<Settled> settled(Deadline budget, Backoff backoff) {
        return settled(budget, backoff, false);
    }

    private Future<Settled> settled(Deadline budget, Backoff backoff, boolean doubtful) {
        return send().compose(verdict -> switch (verdict.kind()) {
            case COMMITTED, REFUTED -> Future.succeededFuture(new Settled(verdict, doubtful));
            case POISON -> Future.failedFuture(verdict.cause());
            case CANCELLED, UNKNOWN ->
                budget.passed()
                        ? Future.failedFuture(
                                new UnavailableException("the store confirmed no transaction", verdict.cause()))
                        : backoff.pause(verdict.throttled())
                                .compose(paused -> settled(
                                        budget, backoff, doubtful || verdict.kind() == TransactionResult.Kind.UNKNOWN));
        });
    }

    /** Fails only with an {@code UnavailableException} when it was not sent, and with a {@code DeniedException}. */
    public Future<TransactionResult> send() {
        return dynamo.transact(request)
                .map(response -> TransactionResult.committed())
                .recover(failure -> failure instanceof UnavailableException || failure instanceof DeniedException
                        ? Future.failedFuture(failure)
                        : Future.succeededFuture(TransactionResult.of(failure)));
    }
}
