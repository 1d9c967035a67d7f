package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.Timestamp;
import dev.usher.registrations.CommitResult.Cancelled;
import dev.usher.registrations.CommitResult.Committed;
import dev.usher.registrations.CommitResult.Unknown;
import dev.usher.registrations.LedgerStore.Commit;
import dev.usher.registrations.Turn;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** A turn whose outcome is unknown is sent again as it was. */
class TurnRetryTest {
    private final Vertx vertx = Vertx.vertx();
    private final Scripted store = new Scripted();
    private final DynamoLedger ledger =
            new DynamoLedger(new Dynamo(vertx, store, store, Timeouts.within(5_000), () -> {}), Tables.withPrefix(""));

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void everyTryIsTheSameRequestWithTheSameToken() throws Exception {
        var timeout = ApiCallTimeoutException.create(800);
        var throttled = TransactionCanceledException.builder()
                .cancellationReasons(
                        CancellationReason.builder().code("ThrottlingError").build())
                .build();
        store.answers.addAll(List.of(
                CompletableFuture.failedFuture(timeout),
                CompletableFuture.failedFuture(throttled),
                CompletableFuture.completedFuture(
                        TransactWriteItemsResponse.builder().build())));
        var commit = ledger.prepare(turn());

        assertThat(sent(commit)).isEqualTo(new Unknown(false, timeout));
        assertThat(sent(commit)).isEqualTo(new Cancelled(true, throttled));
        assertThat(sent(commit)).isEqualTo(new Committed());
        assertThat(store.requests).hasSize(3).allMatch(request -> request == store.requests.get(0));
        assertThat(store.requests.get(0).clientRequestToken()).hasSize(36);
    }

    @Test
    void eachPlanHasATokenOfItsOwnAndIsNotSentBeforeItIsAsked() throws Exception {
        var done = CompletableFuture.completedFuture(
                TransactWriteItemsResponse.builder().build());
        store.answers.addAll(List.of(done, done));
        var one = ledger.prepare(turn());
        var other = ledger.prepare(turn());
        assertThat(store.requests).isEmpty();

        sent(one);
        sent(other);

        assertThat(store.requests.get(0).clientRequestToken())
                .isNotEqualTo(store.requests.get(1).clientRequestToken());
    }

    private static Turn turn() {
        var event = Rows.event("e", 2);
        return new Turn(event, Rows.with(event, 0, 0, 0, 0), List.of(), List.of(), List.of(), Timestamp.now());
    }

    private static Object sent(Commit commit) throws Exception {
        return commit.send().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Answers transactions as told, one after the other. */
    private static final class Scripted implements DynamoDbAsyncClient {
        private final Queue<CompletableFuture<TransactWriteItemsResponse>> answers = new ArrayDeque<>();
        private final List<TransactWriteItemsRequest> requests = new CopyOnWriteArrayList<>();

        @Override
        public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
            requests.add(request);
            return answers.remove();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
