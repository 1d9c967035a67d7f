package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.LocalClient;
import dev.usher.dynamodb.client.CallListener;
import dev.usher.dynamodb.client.CallTimeouts;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.events.EventListCursor;
import dev.usher.events.ListEvents;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.store.CommitResult;
import dev.usher.service.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Costs of lists by start: reads of a page of next month's events among many, and writes of a turn. */
class EventListCostIT extends AgainstDynamoDb {
    private static final Instant FIRST = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant NEXT_MONTH = Instant.parse("2027-03-01T00:00:00Z");
    private static final Instant MONTH_AFTER = Instant.parse("2027-04-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofDays(1_000);
    private static final int DEFAULT_LIMIT = 8;
    private static final int ROWS_A_CALL = 25;
    private static final ReadMeter METER = new ReadMeter();
    private static final IndexWrites WRITES = new IndexWrites();

    private static DynamoDbAsyncClient client;
    private static DynamoDbGateway metered;

    @BeforeAll
    static void openClient() {
        client = LocalClient.builder(TestDynamoDb.endpoint())
                .overrideConfiguration(
                        override -> override.addExecutionInterceptor(METER).addExecutionInterceptor(WRITES))
                .build();
        metered = new DynamoDbGateway(
                vertx, client, client, CallTimeouts.within(20_000), CallListener.NONE, client::close);
    }

    @AfterAll
    static void closeClient() throws Exception {
        get(metered.close());
    }

    @Test
    void pageCostsFewUnitsAmongTwoThousandEvents() throws Exception {
        everyPageIsCheapAmong(2_000);
    }

    @Test
    @Tag("soak")
    void pageCostsFewUnitsAmongAHundredThousandEvents() throws Exception {
        everyPageIsCheapAmong(100_000);
    }

    @Test
    void turnWritesToNoIndexByStart() throws Exception {
        var created = get(new DynamoDbEventStore(metered, tables, 0)
                .create(new Event(
                        "turned",
                        new EventDetails("Concert", 5, true).with(EventField.STARTS_AT, FIRST.minusSeconds(1)),
                        Event.Status.SCHEDULED,
                        Event.Counts.NEW,
                        Rows.NOW,
                        null,
                        "olga")));
        assertThat(WRITES.indexes()).contains(TableNames.EVENTS_BY_START, TableNames.EVENTS_BY_OWNER);
        WRITES.reset();
        var turn = new Turn(
                created,
                created.with(new Event.Counts(1, 0, 0, 0, 2)),
                List.of(new Turn.RowChange("ada", Optional.empty(), Optional.of(Rows.seated("turned", "ada")))),
                List.of(),
                List.of(),
                Timestamp.now());
        var result =
                get(new DynamoDbLedgerStore(metered, tables, 0).prepare(turn).send());
        assertThat(result).isInstanceOf(CommitResult.Committed.class);
        assertThat(WRITES.indexes()).doesNotContain(TableNames.EVENTS_BY_START, TableNames.EVENTS_BY_OWNER);
    }

    /** A page of a hundred would be read from the store, and encoded on an event loop, for one request. */
    @Test
    void pageEndsWhereDescriptionsAreLong() throws Exception {
        var store = new DynamoDbEventStore(metered, tables, 0);
        for (int number = 0; number < 40; number++) {
            get(store.create(new Event(
                    "long-" + number,
                    new EventDetails("Concert", 5, true).with(EventField.DESCRIPTION, "d".repeat(4_000)),
                    Event.Status.SCHEDULED,
                    Event.Counts.NEW,
                    Rows.NOW,
                    null,
                    "orla")));
        }
        var reader = new DynamoDbEventStore(metered, tables, 0);
        var pages = new ArrayList<List<Event>>();
        EventListCursor after = null;
        do {
            METER.reset();
            var page = get(reader.list(new ListEvents(null, null, null, "orla", 100, after)));
            assertThat(METER.calls()).isLessThanOrEqualTo(3);
            pages.add(page.items());
            after = page.next() == null ? null : EventListCursor.of(page.next()).orElseThrow();
        } while (after != null);
        assertThat(pages).extracting(List::size).containsExactly(16, 16, 8);
        assertThat(pages.stream().flatMap(List::stream).map(Event::eventId))
                .hasSize(40)
                .doesNotHaveDuplicates();
    }

    private static void everyPageIsCheapAmong(int events) throws Exception {
        var step = PERIOD.dividedBy(events);
        for (int first = 0; first < events; first += ROWS_A_CALL) {
            var rows = IntStream.range(first, first + ROWS_A_CALL)
                    .mapToObj(number -> row(number, FIRST.plus(step.multipliedBy(number))))
                    .toList();
            client.batchWriteItem(batch -> batch.requestItems(Map.of(tables.events(), rows)))
                    .join();
        }
        var store = new DynamoDbEventStore(metered, tables, 0);
        long listed = 0;
        EventListCursor after = null;
        do {
            METER.reset();
            var page = get(store.list(new ListEvents(NEXT_MONTH, MONTH_AFTER, null, null, DEFAULT_LIMIT, after)));
            assertThat(METER.calls()).isLessThanOrEqualTo(3);
            assertThat(METER.units()).isPositive().isLessThanOrEqualTo(5);
            listed += page.items().size();
            after = page.next() == null ? null : EventListCursor.of(page.next()).orElseThrow();
        } while (after != null);
        assertThat(listed)
                .isEqualTo(IntStream.range(0, events)
                        .mapToObj(number -> FIRST.plus(step.multipliedBy(number)))
                        .filter(start -> !start.isBefore(NEXT_MONTH) && start.isBefore(MONTH_AFTER))
                        .count());
    }

    /** Names of the indexes to which transactions wrote, by the capacity that the store reports. Thread-safe. */
    private static final class IndexWrites implements ExecutionInterceptor {
        private final Set<String> written = ConcurrentHashMap.newKeySet();

        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            return context.request() instanceof TransactWriteItemsRequest transaction
                    ? transaction.toBuilder()
                            .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                            .build()
                    : context.request();
        }

        @Override
        public void afterUnmarshalling(Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
            if (context.response() instanceof TransactWriteItemsResponse response) {
                response.consumedCapacity()
                        .forEach(table -> table.globalSecondaryIndexes().forEach((index, capacity) -> {
                            if (capacity.capacityUnits() > 0) {
                                written.add(index);
                            }
                        }));
            }
        }

        Set<String> indexes() {
            return Set.copyOf(written);
        }

        void reset() {
            written.clear();
        }
    }

    private static WriteRequest row(int number, Instant start) {
        var event = new Event(
                "00000000-0000-4000-8000-%012d".formatted(number),
                new EventDetails("N".repeat(200), 5, true)
                        .with(EventField.LOCATION, "L".repeat(200))
                        .with(EventField.STARTS_AT, start)
                        .with(EventField.ENDS_AT, start.plusSeconds(3_600))
                        .with(EventField.REGISTRATION_OPENS_AT, FIRST),
                Event.Status.SCHEDULED,
                Event.Counts.NEW,
                Rows.NOW,
                "k".repeat(32),
                "olga");
        return WriteRequest.builder()
                .putRequest(put -> put.item(ItemMapper.item(event)))
                .build();
    }
}
