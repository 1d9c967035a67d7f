package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.Event;
import dev.usher.registrations.Line;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Lines that many people have left out of turn, and lines that people leave while places are counted. */
class LongLineTest {
    private static final Tables TABLES = Tables.withPrefix("");

    private final Vertx vertx = Vertx.vertx();
    private final Waitlist store = new Waitlist();
    private final Dynamo dynamo = new Dynamo(vertx, store, store, Timeouts.within(5_000), () -> {});

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void readEndsAfterBoundedNumberOfRowsAlsoWhenAllOfThemLeft() throws Exception {
        store.people(1, 100_002);
        store.left(1, 100_001);

        var line = get(new DynamoLedger(dynamo, TABLES).line("e", 0, 1));

        assertThat(line.complete()).isFalse();
        assertThat(line.places()).hasSizeBetween(2_000, 4_000).allMatch(Line.Place::left);
        assertThat(store.queries).isLessThan(10);
    }

    @Test
    void readForManyEndsBehindTheFirstWhenTheRestIsFar() throws Exception {
        store.people(1, 100_002);
        store.left(2, 100_001);

        var line = get(new DynamoLedger(dynamo, TABLES).line("e", 0, 2));

        assertThat(line.complete()).isFalse();
        assertThat(line.places().get(0)).isEqualTo(new Line.Place(1, "u1", false));
        assertThat(line.places()).hasSizeLessThan(4_000);
    }

    @Test
    void aPlaceNearTheEndIsTrueWhenPeopleBehindItLeaveMeanwhile() throws Exception {
        store.people(1, 12);
        store.left(2, 3);
        var read = event(10, 7);
        store.event = read;
        store.beforeQuery = () -> {
            store.left(12, 12);
            store.event = event(9, 8);
        };

        assertThat(get(new DynamoRegistrations(dynamo, TABLES).position(read, 9)))
                .isEqualTo(7);
    }

    private static Event event(int waiting, long version) {
        return Rows.event("e", 1, new Event.Counts(1, waiting, 12, 0, version));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** The line of one event, in pages of a thousand rows at most, and the event's row. */
    private static final class Waitlist implements DynamoDbAsyncClient {
        private static final int ROWS_A_PAGE = 5_000;

        private final TreeMap<Long, Line.Place> rows = new TreeMap<>();
        private Event event = event(0, 1);
        private Runnable beforeQuery = () -> {};
        private int queries;

        void people(long from, long to) {
            for (long ticket = from; ticket <= to; ticket++) {
                rows.put(ticket, new Line.Place(ticket, "u" + ticket, false));
            }
        }

        void left(long from, long to) {
            rows.subMap(from, true, to, true)
                    .replaceAll((ticket, place) -> new Line.Place(ticket, place.userId(), true));
        }

        @Override
        public CompletableFuture<QueryResponse> query(QueryRequest request) {
            beforeQuery.run();
            queries++;
            var values = request.expressionAttributeValues();
            long after = request.hasExclusiveStartKey()
                    ? Values.number(request.exclusiveStartKey(), Attributes.TICKET)
                    : values.containsKey(":above_ticket")
                            ? Values.number(values, ":above_ticket")
                            : Values.number(values, ":from_ticket") - 1;
            long last = values.containsKey(":to_ticket") ? Values.number(values, ":to_ticket") : Long.MAX_VALUE;
            int most = request.limit() == null ? ROWS_A_PAGE : Math.min(ROWS_A_PAGE, request.limit());
            var places = rows.subMap(after, false, last, true).values().stream()
                    .limit(most)
                    .toList();
            var response = QueryResponse.builder();
            if (request.select() == Select.COUNT) {
                response.count((int) places.stream().filter(p -> !p.left()).count());
            } else {
                response.items(places.stream().map(p -> Items.item("e", p)).toList());
                response.count(places.size());
            }
            if (places.size() == most) {
                response.lastEvaluatedKey(
                        Items.placeKey("e", places.get(places.size() - 1).ticket()));
            }
            return CompletableFuture.completedFuture(response.build());
        }

        @Override
        public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
            Map<String, AttributeValue> item = Items.item(event);
            return CompletableFuture.completedFuture(
                    GetItemResponse.builder().item(item).build());
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
