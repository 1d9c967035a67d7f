package dev.usher.dynamodb;

import dev.usher.bus.DeniedException;
import dev.usher.bus.UnavailableException;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * One transaction on its way to DynamoDB: one request object with one token, sent as often as its owner likes. However
 * many tries arrive, it commits at most once, and a try after the commit is answered as committed.
 */
final class Transaction {
    private final Dynamo dynamo;
    private final TransactWriteItemsRequest request;

    Transaction(Dynamo dynamo, List<TransactWriteItem> actions) {
        this(dynamo, UUID.randomUUID().toString(), actions);
    }

    /** @param token of this request alone */
    Transaction(Dynamo dynamo, String token, List<TransactWriteItem> actions) {
        this.dynamo = dynamo;
        this.request = TransactWriteItemsRequest.builder()
                .clientRequestToken(token)
                .transactItems(actions)
                .build();
    }

    /** Fails only with an {@code UnavailableException} when it was not sent, and with a {@code DeniedException}. */
    Future<Verdict> send() {
        return dynamo.transact(request)
                .map(response -> Verdict.committed())
                .recover(failure -> failure instanceof UnavailableException || failure instanceof DeniedException
                        ? Future.failedFuture(failure)
                        : Future.succeededFuture(Verdict.of(failure)));
    }
}
