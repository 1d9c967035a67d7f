package dev.usher.dynamodb;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.AttributeNames;
import dev.usher.dynamodb.item.AttributeValues;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.write.DepartureRows;
import dev.usher.registrations.model.WaitlistPrefix;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads of a waitlist that many users have left out of turn. */
class WaitlistReaderTest {
    private static final TableNames TABLES = TableNames.withPrefix("");

    private final Vertx vertx = Vertx.vertx();
    private final Waitlist store = new Waitlist();
    private final DynamoDbGateway dynamo = store.gateway(vertx);

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void readEndsAfterBoundedNumberOfRowsAlsoWhenAllOfThemLeft() throws Exception {
        store.people(1, 100_002);
        store.left(1, 100_001);

        var waitlist = waitlist(0, 1);

        assertThat(waitlist.complete()).isFalse();
        assertThat(waitlist.entries()).hasSizeBetween(2_000, 4_000).allMatch(WaitlistPrefix.Entry::left);
        assertThat(store.queries).isLessThan(5);
    }

    @Test
    void readForManyEndsBehindTheFirstWhenTheRestIsFar() throws Exception {
        store.people(1, 100_002);
        store.left(2, 100_001);

        var waitlist = waitlist(0, 2);

        assertThat(waitlist.complete()).isFalse();
        assertThat(waitlist.entries().get(0)).isEqualTo(new WaitlistPrefix.Entry(1, "u1", false));
        assertThat(waitlist.entries()).hasSizeLessThan(4_000);
    }

    @Test
    void countedDeparturesArePassedUnread() throws Exception {
        store.people(1, 300_002);
        store.left(1, 300_001);
        store.count(1, 300_001);

        assertThat(waitlist(0, 1))
                .isEqualTo(new WaitlistPrefix(
                        300_001, List.of(new WaitlistPrefix.Entry(300_002, "u300002", false)), true));
        assertThat(store.queries).isEqualTo(3);
    }

    @Test
    void departuresThatAreNotCountedAreReadWhereTheCountEnds() throws Exception {
        store.people(1, 100_002);
        store.left(1, 100_001);
        store.count(1, 40_000);

        var waitlist = waitlist(17, 1);

        assertThat(waitlist.departedUpTo()).isEqualTo(40_000);
        assertThat(waitlist.entries().get(0))
                .isEqualTo(new WaitlistPrefix.Entry(40_001, WaitlistPrefix.Entry.NO_USER, true));
    }

    @Test
    void departuresAreNotLookedUpWhereSomebodyWaitsInFront() throws Exception {
        store.people(1, 1_000);
        store.left(1, 5);
        store.count(1, 5);

        assertThat(waitlist(0, 1).departedUpTo()).isZero();
        assertThat(store.queries).isEqualTo(1);
    }

    private WaitlistPrefix waitlist(long floor, int waiting) throws Exception {
        return get(new DynamoDbLedgerStore(dynamo, TABLES, 0).waitlist("e", floor, waiting));
    }

    /** The waitlist of one event, with its counted departures, in pages of some thousand rows. */
    private static final class Waitlist extends StubDynamoDb {
        private static final int ROWS_A_PAGE = 5_000;

        private final TreeMap<Long, Map<String, AttributeValue>> rows = new TreeMap<>();
        private final TreeMap<Long, Map<String, AttributeValue>> departures = new TreeMap<>();
        private int queries;

        void people(long from, long to) {
            LongStream.rangeClosed(from, to).forEach(ticket -> put(ticket, false));
        }

        void left(long from, long to) {
            LongStream.rangeClosed(from, to).forEach(ticket -> put(ticket, true));
        }

        private void put(long ticket, boolean left) {
            rows.put(ticket, ItemMapper.item("e", new WaitlistPrefix.Entry(ticket, "u" + ticket, left)));
        }

        void count(long from, long to) {
            var tickets = LongStream.rangeClosed(from, to).boxed().toList();
            DepartureRows.additions(TABLES, "e", tickets).forEach(action -> {
                var row = new HashMap<>(action.update().key());
                action.update()
                        .expressionAttributeValues()
                        .forEach((placeholder, value) -> row.put(placeholder.replace(":add_", ""), value));
                departures.put(AttributeValues.number(row, AttributeNames.TICKET), row);
            });
        }

        @Override
        public CompletableFuture<QueryResponse> query(QueryRequest request) {
            queries++;
            var values = request.expressionAttributeValues();
            var partition = AttributeValues.text(values, ":is_eventId").equals("e") ? rows : departures;
            long after = request.hasExclusiveStartKey()
                    ? AttributeValues.number(request.exclusiveStartKey(), AttributeNames.TICKET)
                    : values.containsKey(":above_ticket")
                            ? AttributeValues.number(values, ":above_ticket")
                            : AttributeValues.number(values, ":from_ticket") - 1;
            long last =
                    values.containsKey(":to_ticket") ? AttributeValues.number(values, ":to_ticket") : Long.MAX_VALUE;
            int most = request.limit() == null ? ROWS_A_PAGE : Math.min(ROWS_A_PAGE, request.limit());
            var page = partition.subMap(after, false, last, true).values().stream()
                    .limit(most)
                    .toList();
            var response = QueryResponse.builder().items(page).count(page.size());
            if (page.size() == most) {
                var end = AttributeValues.number(page.get(page.size() - 1), AttributeNames.TICKET);
                response.lastEvaluatedKey(ItemMapper.entryKey("e", end));
            }
            return CompletableFuture.completedFuture(response.build());
        }
    }
}
