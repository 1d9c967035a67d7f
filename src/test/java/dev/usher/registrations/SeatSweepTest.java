package dev.usher.registrations;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.CapturedLog;
import dev.usher.acceptance.Eventually;
import dev.usher.bus.ServiceBus;
import dev.usher.dynamodb.Rows;
import dev.usher.dynamodb.SimulatedDynamo;
import dev.usher.dynamodb.StubDynamoDb;
import dev.usher.dynamodb.item.AttributeValues;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.Event;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.registrations.store.LedgerStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** Sweeps whose index has seats that cannot lapse, all of them older than one that can. */
class SeatSweepTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final Vertx vertx = Vertx.vertx();
    private final ServiceBus bus = new ServiceBus(vertx);
    private final Store store = new Store();
    private final LedgerStore ledger = new SimulatedDynamo(vertx, store).ledger();
    private final SeatLedger seats = new SeatLedger(vertx, bus, ledger, Eventually.PATIENT_MILLIS, LedgerListener.NONE);

    @AfterEach
    void close() throws Exception {
        bus.close();
        get(vertx.close());
    }

    @Test
    void seatLapsesBehindThousandsOfAnEventThatDoesNotExist() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            store.due(seat("gone", "u" + i, NOW.minusSeconds(10_000 - i)));
        }
        sweep();
        assertThat(store.lapsed).containsExactly("ada");
    }

    @Test
    void eventWhoseSeatsCannotLapseIsLeftToTheNextSweep() throws Exception {
        store.rows.put(ItemMapper.eventKey("odd"), ItemMapper.eventKey("odd"));
        for (int i = 0; i < 1_000; i++) {
            store.due(seat("odd", "u" + i, NOW.minusSeconds(10_000 - i)));
        }
        try (var log = new CapturedLog(SeatSweep.class)) {
            sweep();
            assertThat(log.lines()).as("seats that did not lapse").hasSizeBetween(1, 200);
        }
        assertThat(store.lapsed).containsExactly("ada");
    }

    @Test
    void seatLapsesBesideAnIndexKeyThatCannotBeRead() throws Exception {
        store.index.put(
                "first",
                Map.of(
                        "eventId", AttributeValues.text("e"),
                        "userId", AttributeValues.text("bob"),
                        "unconfirmed", AttributeValues.text("0"),
                        "confirmBy", AttributeValues.text("2026-01-01T14:00Z")));
        sweep();
        assertThat(store.lapsed).containsExactly("ada");
    }

    @Test
    void owedSeatsAreSoughtAgainWhileASeatDoesNotLapse() throws Exception {
        store.answers = new CompletableFuture<>();
        seatIsDue();
        var service = new RegistrationService(seats, ledger, null, null, user -> Future.succeededFuture(true));
        get(vertx.deployVerticle(new LapseVerticle(ledger, seats, 20)));
        get(vertx.deployVerticle(new PromotionVerticle(bus, service, ledger, seats, 20)));
        Eventually.holds(() -> assertThat(store.lapsed).containsExactly("ada"));
        int before = store.scans.get();
        Eventually.holds(() -> assertThat(store.scans.get()).isGreaterThan(before + 1));
        store.answers.complete(null);
    }

    private void sweep() throws Exception {
        seatIsDue();
        get(vertx.timer(1).compose(onContext -> new SeatSweep(ledger, seats).lapse()));
    }

    private void seatIsDue() {
        var seat = seat("e", "ada", NOW.minusSeconds(1));
        store.due(seat);
        store.rows.put(ItemMapper.registrationKey("e", "ada"), ItemMapper.item(seat));
        var event = Rows.event("e", 1, new Event.Counts(1, 0, 0, 0, 2));
        store.rows.put(ItemMapper.eventKey("e"), ItemMapper.item(event));
    }

    private static Registration seat(String eventId, String userId, Instant confirmBy) {
        var status = Registration.Status.REGISTERED;
        return new Registration(eventId, userId, status, Rows.NOW, null, Rows.NOW, null, 2L, confirmBy);
    }

    /** Rows by key, and the index of seats to confirm. Every transaction is committed. No event owes seats. */
    private static final class Store extends StubDynamoDb {
        private final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> rows = new ConcurrentHashMap<>();
        private final NavigableMap<String, Map<String, AttributeValue>> index = new ConcurrentSkipListMap<>();
        private final Set<String> lapsed = ConcurrentHashMap.newKeySet();
        private final AtomicInteger scans = new AtomicInteger();
        /** Completes when transactions may be answered. */
        private CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);

        void due(Registration seat) {
            var item = ItemMapper.item(seat);
            index.put(key(item), item);
        }

        private String key(Map<String, AttributeValue> item) {
            return AttributeValues.text(item, "confirmBy") + " " + AttributeValues.text(item, "userId");
        }

        @Override
        public CompletableFuture<QueryResponse> query(QueryRequest request) {
            var response = QueryResponse.builder();
            if (request.indexName() != null) {
                var shard = request.expressionAttributeValues().get(":is_unconfirmed");
                var behind =
                        request.hasExclusiveStartKey() ? index.tailMap(key(request.exclusiveStartKey()), false) : index;
                var page = behind.values().stream()
                        .filter(item -> item.get("unconfirmed").equals(shard))
                        .limit(request.limit())
                        .toList();
                response.items(page);
                if (page.size() == request.limit()) {
                    response.lastEvaluatedKey(page.get(page.size() - 1));
                }
            }
            return CompletableFuture.completedFuture(response.build());
        }

        @Override
        public CompletableFuture<ScanResponse> scan(ScanRequest request) {
            scans.incrementAndGet();
            return CompletableFuture.completedFuture(ScanResponse.builder().build());
        }

        @Override
        public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
            return CompletableFuture.completedFuture(
                    GetItemResponse.builder().item(rows.get(request.key())).build());
        }

        @Override
        public CompletableFuture<TransactGetItemsResponse> transactGetItems(TransactGetItemsRequest request) {
            var responses = request.transactItems().stream()
                    .map(action -> rows.get(action.get().key()))
                    .map(item -> ItemResponse.builder().item(item).build())
                    .toList();
            return CompletableFuture.completedFuture(
                    TransactGetItemsResponse.builder().responses(responses).build());
        }

        @Override
        public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
            request.transactItems().stream()
                    .filter(action -> action.delete() != null)
                    .forEach(action ->
                            lapsed.add(AttributeValues.text(action.delete().key(), "userId")));
            return answers.thenApply(now -> TransactWriteItemsResponse.builder().build());
        }
    }
}
