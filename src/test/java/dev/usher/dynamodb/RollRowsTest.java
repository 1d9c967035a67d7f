package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.bus.UnavailableException;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What the real service says of a snapshot and DynamoDB Local never does: that a transaction is under way on it. */
class RollRowsTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aTransactionUnderWayIsNoVersion() throws Exception {
        assertThat(version(cancelled("None", "TransactionConflict"))).isEmpty();
        assertThat(version(cancelled("ThrottlingError", "None"))).isEmpty();
    }

    @Test
    void whatCanNeverBeReadIsNoVersionEither() {
        assertThatThrownBy(() -> version(cancelled("ValidationError")))
                .hasCauseInstanceOf(TransactionCanceledException.class);
    }

    @Test
    void aStoreThatFailsIsNotAVersionThatMoved() {
        assertThatThrownBy(() -> version(
                        InternalServerErrorException.builder().statusCode(500).build()))
                .hasCauseInstanceOf(UnavailableException.class);
    }

    @Test
    void whatIsNotAnsweredIsNotThere() throws Exception {
        assertThat(version(answer(List.of()))).isEmpty();
        assertThat(version(answer(List.of(event())))).isEmpty();
        assertThat(version(answer(List.of(event(), Map.of("userId", Values.text("u"))))))
                .hasValue(7);
    }

    private static Map<String, AttributeValue> event() {
        return Map.of("version", Values.number(7));
    }

    private static CompletableFuture<TransactGetItemsResponse> answer(List<Map<String, AttributeValue>> items) {
        return CompletableFuture.completedFuture(TransactGetItemsResponse.builder()
                .responses(items.stream()
                        .map(item -> ItemResponse.builder().item(item).build())
                        .toList())
                .build());
    }

    private static Throwable cancelled(String... reasons) {
        return TransactionCanceledException.builder()
                .statusCode(400)
                .cancellationReasons(Arrays.stream(reasons)
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .build();
    }

    private OptionalLong version(Throwable failure) throws Exception {
        return version(CompletableFuture.failedFuture(failure));
    }

    private OptionalLong version(CompletableFuture<TransactGetItemsResponse> answer) throws Exception {
        var client = new Canned(answer);
        var dynamo = new Dynamo(vertx, client, client, Timeouts.within(5_000), () -> {});
        return new RollRows(dynamo, Tables.withPrefix(""))
                .versionWithAll("e", Set.of("u"))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private record Canned(CompletableFuture<TransactGetItemsResponse> answer) implements DynamoDbAsyncClient {
        @Override
        public CompletableFuture<TransactGetItemsResponse> transactGetItems(TransactGetItemsRequest request) {
            return answer;
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
