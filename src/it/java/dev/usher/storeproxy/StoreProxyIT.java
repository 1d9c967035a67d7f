package dev.usher.storeproxy;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.acceptance.Eventually;
import dev.usher.audit.LocalClient;
import dev.usher.audit.UsherTables;
import dev.usher.dev.EmbeddedDynamoDb;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The proxy between the SDK and DynamoDB Local: the SDK's results of its answers, and the contents of the store
 * afterwards.
 */
class StoreProxyIT {
    private static final String TABLE = "Users";
    private static final String TRANSACT = "TransactWriteItems";

    private static Vertx vertx;
    private static EmbeddedDynamoDb store;
    private static StoreProxy proxy;
    private static DynamoDbAsyncClient direct;
    private static DynamoDbAsyncClient dynamo;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        store = EmbeddedDynamoDb.inMemory();
        proxy = get(StoreProxy.start(vertx, store.endpoint(), 0, FaultProfile.KIND));
        direct = LocalClient.of(store.endpoint());
        dynamo = LocalClient.builder(proxy.endpoint())
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        UsherTables.create(direct, "");
    }

    @AfterAll
    static void stop() throws Exception {
        dynamo.close();
        direct.close();
        get(vertx.close());
        store.close();
    }

    @BeforeEach
    void kindAgain() throws Exception {
        get(proxy.behave(FaultProfile.KIND));
        proxy.resetCounts();
    }

    @Test
    void overlappingTransactionsConflictAndOthersPass() throws Exception {
        get(proxy.behave(FaultProfile.KIND.withConflicts(true).withLatency(new Latency(3_000, 3_000), Latency.NONE)));

        var first = put("overlap-a");
        Eventually.holds(() -> assertThat(proxy.counts().requests(TRANSACT)).isEqualTo(1));
        get(proxy.behave(FaultProfile.KIND.withConflicts(true)));
        var second = put("overlap-b", "overlap-a");
        var third = put("overlap-c");

        assertThatThrownBy(second::join)
                .cause()
                .isInstanceOfSatisfying(TransactionCanceledException.class, e -> assertThat(e.cancellationReasons())
                        .extracting(CancellationReason::code)
                        .containsExactly("None", "TransactionConflict"));
        first.join();
        third.join();
        put("overlap-a").join();
        assertThat(exists("overlap-b")).isFalse();
        assertThat(proxy.counts().requests(TRANSACT)).isEqualTo(4);
        assertThat(proxy.counts().refusals("TransactionConflict")).isEqualTo(1);
    }

    @Test
    void latencyIsAdded() throws Exception {
        put("latency").join();
        get(proxy.behave(FaultProfile.KIND.withLatency(new Latency(120, 120), Latency.NONE)));

        long start = System.nanoTime();
        put("latency").join();

        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(115));
    }

    @Test
    void aThrottledTransactionIsToldAsAsked() throws Exception {
        get(proxy.behave(FaultProfile.KIND.withThrottling(new Throttling(1, 1, Throttling.Form.REASON))));
        putOf100Kilobytes("throttled").join();
        assertThatThrownBy(() -> put("throttled").join())
                .cause()
                .isInstanceOfSatisfying(
                        TransactionCanceledException.class,
                        e -> assertThat(e.cancellationReasons().get(0).code()).isEqualTo("ThrottlingError"));
        get(proxy.behave(FaultProfile.KIND.withThrottling(new Throttling(1, 1, Throttling.Form.EXCEPTION))));
        assertThatThrownBy(() -> put("throttled").join())
                .cause()
                .isInstanceOf(ProvisionedThroughputExceededException.class);
    }

    @Test
    void aLostReplyIsLostAfterTheCommit() throws Exception {
        get(proxy.behave(FaultProfile.KIND.withFaults(Faults.always(Fault.LOST_REPLY, TRANSACT))));
        assertThatThrownBy(() -> put("lost").join()).cause().isInstanceOf(SdkClientException.class);
        assertThat(exists("lost")).isTrue();
        assertThat(proxy.counts().faults(Fault.LOST_REPLY)).isEqualTo(1);
    }

    @Test
    void anErrorBeforeLeavesNothingAndOneAfterLeavesAll() throws Exception {
        get(proxy.behave(FaultProfile.KIND.withFaults(Faults.always(Fault.ERROR_500, TRANSACT))));
        assertThatThrownBy(() -> put("before").join()).cause().isInstanceOf(InternalServerErrorException.class);
        get(proxy.behave(FaultProfile.KIND.withFaults(Faults.always(Fault.ERROR_500_AFTER, TRANSACT))));
        assertThatThrownBy(() -> put("after").join()).cause().isInstanceOf(InternalServerErrorException.class);

        assertThat(exists("before")).isFalse();
        assertThat(exists("after")).isTrue();
    }

    @Test
    void aStalledRequestCommitsLate() throws Exception {
        get(proxy.behave(FaultProfile.KIND.withFaults(
                Faults.always(Fault.STALL, TRANSACT).withStall(5_000))));
        var late = put("late");
        Eventually.holds(() -> assertThat(proxy.counts().faults(Fault.STALL)).isEqualTo(1));
        assertThat(exists("late")).isFalse();
        late.join();
        assertThat(exists("late")).isTrue();
    }

    @Test
    void anOutageIsOverWhenItIsOver() throws Exception {
        for (Outage outage : List.of(Outage.REFUSED, Outage.RESET)) {
            get(proxy.behave(FaultProfile.KIND.withOutage(outage)));
            assertThatThrownBy(() -> put("outage").join()).cause().isInstanceOf(SdkClientException.class);
            get(proxy.behave(FaultProfile.KIND));
            put("outage").join();
        }
    }

    private static CompletableFuture<?> put(String... userIds) {
        return put(Arrays.stream(userIds)
                .map(id -> Map.of("userId", AttributeValue.fromS(id)))
                .toList());
    }

    /** At a unit a second it is paid off after minutes: what comes behind it is throttled however late it comes. */
    private static CompletableFuture<?> putOf100Kilobytes(String userId) {
        var payload = AttributeValue.fromS("x".repeat(100 * 1024));
        return put(List.of(Map.of("userId", AttributeValue.fromS(userId), "payload", payload)));
    }

    private static CompletableFuture<?> put(List<Map<String, AttributeValue>> rows) {
        var items = rows.stream()
                .map(row -> TransactWriteItem.builder()
                        .put(p -> p.tableName(TABLE).item(row))
                        .build())
                .toList();
        return dynamo.transactWriteItems(r -> r.transactItems(items));
    }

    private static boolean exists(String userId) {
        return direct.getItem(g ->
                        g.tableName(TABLE).consistentRead(true).key(Map.of("userId", AttributeValue.fromS(userId))))
                .join()
                .hasItem();
    }
}
