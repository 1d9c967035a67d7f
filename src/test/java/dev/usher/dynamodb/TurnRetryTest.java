package dev.usher.dynamodb;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.store.CommitResult.Cancelled;
import dev.usher.registrations.store.CommitResult.Committed;
import dev.usher.registrations.store.CommitResult.Unknown;
import dev.usher.registrations.store.LedgerStore.Commit;
import dev.usher.service.Timestamp;
import dev.usher.service.UnavailableException;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** A turn whose outcome is unknown is resent unchanged. */
class TurnRetryTest {
    private final Vertx vertx = Vertx.vertx();
    private final Scripted store = new Scripted();
    private final DynamoDbGateway dynamo = store.gateway(vertx);
    private final DynamoDbLedgerStore ledger = new DynamoDbLedgerStore(dynamo, TableNames.withPrefix(""), 0);

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void everyTryIsTheSameRequestWithTheSameToken() throws Exception {
        var timeout = ApiCallTimeoutException.create(800);
        var throttled = StubDynamoDb.cancelled("ThrottlingError");
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

    @Test
    void aDoubtThatCannotBeReadStaysADoubt() throws Exception {
        store.answers.addAll(List.of(
                CompletableFuture.failedFuture(ApiCallTimeoutException.create(800)),
                CompletableFuture.failedFuture(StubDynamoDb.cancelled("ConditionalCheckFailed"))));
        var commit = ledger.prepare(turn());

        assertThat(sent(commit)).isInstanceOf(Unknown.class);
        assertThat(sent(commit)).isInstanceOfSatisfying(Unknown.class, unknown -> assertThat(unknown.cause())
                .hasCauseInstanceOf(ApiCallTimeoutException.class));
    }

    @Test
    void fewerThanTenTransactionsAreSentForACreationWhileTheStoreAsksForLess() {
        var throttled =
                ProvisionedThroughputExceededException.builder().statusCode(400).build();
        store.always = CompletableFuture.failedFuture(throttled);
        var users = new DynamoDbUserStore(dynamo, TableNames.withPrefix(""));

        assertThatThrownBy(() -> get(users.create(Rows.user("ada")))).hasCauseInstanceOf(UnavailableException.class);
        assertThat(store.requests).hasSizeBetween(2, 9);
    }

    private static Turn turn() {
        var event = Rows.event("e", 2);
        return new Turn(event, Rows.with(event, 0, 0, 0, 0), List.of(), List.of(), List.of(), Timestamp.now());
    }

    private static Object sent(Commit commit) throws Exception {
        return get(commit.send());
    }

    /** Answers transactions from a script, one after the other. */
    private static final class Scripted extends StubDynamoDb {
        private final Queue<CompletableFuture<TransactWriteItemsResponse>> answers = new ArrayDeque<>();
        private CompletableFuture<TransactWriteItemsResponse> always;
        private final List<TransactWriteItemsRequest> requests = new CopyOnWriteArrayList<>();

        @Override
        public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
            requests.add(request);
            return always == null ? answers.remove() : always;
        }

        @Override
        public CompletableFuture<TransactGetItemsResponse> transactGetItems(TransactGetItemsRequest request) {
            return CompletableFuture.failedFuture(ApiCallTimeoutException.create(800));
        }
    }
}
