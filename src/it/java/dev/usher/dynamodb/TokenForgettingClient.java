package dev.usher.dynamodb;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** A store that remembers no token, as after a restart or ten minutes, and loses what it is told to lose. */
final class TokenForgettingClient implements DynamoDbAsyncClient {
    enum Loss {
        REQUEST,
        REPLY
    }

    /** What happens to the next transactions, one each. */
    final Queue<Loss> losses = new ArrayDeque<>();

    private final DynamoDbAsyncClient store;

    TokenForgettingClient(DynamoDbAsyncClient store) {
        this.store = store;
    }

    @Override
    public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
        var unheardOf = request.toBuilder()
                .clientRequestToken(UUID.randomUUID().toString())
                .build();
        var loss = losses.poll();
        if (loss == null) {
            return store.transactWriteItems(unheardOf);
        }
        CompletableFuture<?> arrived =
                loss == Loss.REPLY ? store.transactWriteItems(unheardOf) : CompletableFuture.completedFuture(null);
        return arrived.thenCompose(done -> CompletableFuture.failedFuture(ApiCallTimeoutException.create(1)));
    }

    @Override
    public String serviceName() {
        return store.serviceName();
    }

    @Override
    public void close() {
        store.close();
    }
}
