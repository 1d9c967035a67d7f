package dev.usher.dynamodb.read;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.StubDynamoDb;
import dev.usher.dynamodb.client.CallListener;
import dev.usher.dynamodb.client.CallTimeouts;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.AttributeValues;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.events.EventListCursor;
import dev.usher.events.ListEvents;
import dev.usher.service.Page;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Index keys that another program wrote. */
class EventIndexTest {
    private static final String UNREADABLE = "2026-11-28T14:00Z";

    private final Vertx vertx = Vertx.vertx();
    private final Index index = new Index();
    private final AtomicInteger unreadable = new AtomicInteger();
    private final CallListener listener = new CallListener() {
        @Override
        public void ended(String call, Result result, long nanos) {}

        @Override
        public void unreadable(String table) {
            unreadable.incrementAndGet();
        }
    };

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void unreadableKeysArePagedOver(int limit) throws Exception {
        index.add("a", "2026-11-27T00:00:00.000Z");
        index.add("odd1", UNREADABLE);
        index.add("odd2", UNREADABLE);
        index.add("odd3", UNREADABLE);
        index.add("b", "2026-11-29T00:00:00.000Z");
        index.add("c", "2026-11-30T00:00:00.000Z");
        var seen = new ArrayList<String>();
        EventListCursor after = null;
        do {
            var page = page(limit, after);
            page.items().forEach(key -> seen.add(key.eventId()));
            after = page.next() == null ? null : EventListCursor.of(page.next()).orElseThrow();
        } while (after != null);
        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void pageOfUnreadableKeysIsEmptyAndTheLast() throws Exception {
        index.add("odd1", UNREADABLE);
        index.add("odd2", UNREADABLE);
        assertThat(page(1, null)).isEqualTo(new Page<>(List.of(), null));
    }

    @Test
    void unreadableKeyIsCountedOnceHoweverOftenMoreIsRead() throws Exception {
        for (int i = 0; i < 7; i++) {
            index.add("odd" + i, UNREADABLE);
        }
        page(1, null);
        assertThat(unreadable).hasValue(7);
    }

    private Page<EventListCursor> page(int limit, EventListCursor after) throws Exception {
        var dynamo = new DynamoDbGateway(vertx, index, index, CallTimeouts.within(5_000), listener, () -> {});
        return get(new EventIndex(dynamo, TableNames.withPrefix(""))
                .page(new ListEvents(null, null, null, null, limit, after)));
    }

    /** Keys in the order in which they were added. */
    private static final class Index extends StubDynamoDb {
        private final List<Map<String, AttributeValue>> keys = new ArrayList<>();

        void add(String eventId, String startsAt) {
            keys.add(Map.of(
                    "eventId", AttributeValues.text(eventId),
                    "startMonth", AttributeValues.text("all"),
                    "startsAt", AttributeValues.text(startsAt)));
        }

        @Override
        public CompletableFuture<QueryResponse> query(QueryRequest request) {
            int from = 1 + keys.indexOf(request.exclusiveStartKey());
            int to = Math.min(keys.size(), from + request.limit());
            var page = QueryResponse.builder().items(keys.subList(from, to));
            if (to - from == request.limit()) {
                page.lastEvaluatedKey(keys.get(to - 1));
            }
            return CompletableFuture.completedFuture(page.build());
        }
    }
}
