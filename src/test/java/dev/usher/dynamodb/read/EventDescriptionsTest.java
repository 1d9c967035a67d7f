package dev.usher.dynamodb.read;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.acceptance.CapturedLog;
import dev.usher.dynamodb.Rows;
import dev.usher.dynamodb.StubDynamoDb;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.AttributeValues;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.service.Timestamp;
import dev.usher.service.UnavailableException;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;

/** A case that DynamoDB Local never shows: an event whose new description is not visible yet. */
class EventDescriptionsTest {
    private static final EventDetails TERMS =
            new EventDetails("Concert", 9, true).with(EventField.DESCRIPTION, "Ten poets");
    private static final Event EVENT = Rows.event("e", 9).amended(TERMS, Event.Status.SCHEDULED, 7);

    private final Vertx vertx = Vertx.vertx();
    private final CapturedLog log = new CapturedLog(DynamoDbGateway.class);

    @AfterEach
    void close() throws Exception {
        log.close();
        get(vertx.close());
    }

    @Test
    void aDescriptionThatIsHalfVisibleIsReadAgainAndThenKnown() throws Exception {
        var store = new HalfVisible(2, true);
        var descriptions = descriptions(store);
        assertThat(get(descriptions.complete(List.of(read(), Rows.event("none", 1)))))
                .containsExactly(EVENT, Rows.event("none", 1));
        assertThat(store.reads).hasValue(3);
        assertThat(get(descriptions.complete(List.of(read())))).containsExactly(EVENT);
        assertThat(store.reads).hasValue(3);
    }

    @Test
    void aDescriptionThatStaysHalfVisibleIsUnknownAndNotAbsent() {
        assertThatThrownBy(() -> get(
                        descriptions(new HalfVisible(Integer.MAX_VALUE, true)).complete(List.of(read()))))
                .hasCauseInstanceOf(UnavailableException.class);
    }

    @Test
    void anEventWhoseDescriptionWasDeletedGoesOnWithoutOneAndIsReported() throws Exception {
        var store = new HalfVisible(Integer.MAX_VALUE, false);
        store.events.add(ItemMapper.item(EVENT));
        assertThat(get(descriptions(store).complete(List.of(read())))).containsExactly(read());
        assertThat(log.lines()).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("e#description", "the row is missing"));
    }

    @Test
    void anEventWhoseDescriptionHasNoTextGoesOnWithoutOneAndIsReported() throws Exception {
        var store = new HalfVisible(0, false);
        store.text = AttributeValues.number(7);
        assertThat(get(descriptions(store).complete(List.of(read())))).containsExactly(read());
        assertThat(log.lines()).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("e#description", "attribute is not a string"));
    }

    /** The second case is an event that was created again, under the same id. */
    @Test
    void aDescriptionThatWasDeletedWithItsEventIsNoUnreadableRow() throws Exception {
        var store = new HalfVisible(Integer.MAX_VALUE, false);
        assertThat(get(descriptions(store).complete(List.of(read())))).containsExactly(read());
        store.events.add(ItemMapper.item(Rows.event("e", 9).amended(TERMS, Event.Status.SCHEDULED, 12)));
        assertThat(get(descriptions(store).complete(List.of(read())))).containsExactly(read());
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aDescriptionThatWasDeletedCanBeReplaced() {
        var after = read().amended(
                        new EventDetails("Concert", 9, true).with(EventField.DESCRIPTION, "New"), read().status(), 10);
        assertThat(descriptions(new HalfVisible(0, false)).changes(read(), after, Timestamp.now()))
                .singleElement()
                .satisfies(action ->
                        assertThat(action.put().item()).containsEntry("description", AttributeValues.text("New")));
    }

    private static Event read() {
        return ItemMapper.event(ItemMapper.item(EVENT));
    }

    private EventDescriptions descriptions(StubDynamoDb client) {
        return new EventDescriptions(client.gateway(vertx), TableNames.withPrefix(""), 1);
    }

    /** Returns the row from a given read on; until then a transaction on it is pending, or it does not exist. */
    private static final class HalfVisible extends StubDynamoDb {
        private final AtomicInteger reads = new AtomicInteger();
        /** Row of the event, if there is one. */
        private final List<Map<String, AttributeValue>> events = new ArrayList<>();

        private final int hidden;
        private final boolean pending;
        private AttributeValue text = AttributeValues.text(TERMS.description());

        HalfVisible(int hidden, boolean pending) {
            this.hidden = hidden;
            this.pending = pending;
        }

        @Override
        public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
            assertThat(request.key())
                    .isEqualTo(Map.of(
                            "eventId", AttributeValues.text("e#description"), "version", AttributeValues.number(7)));
            var response = GetItemResponse.builder();
            if (reads.getAndIncrement() >= hidden) {
                Map<String, AttributeValue> item = new java.util.HashMap<>(request.key());
                item.put("description", text);
                response.item(item);
            }
            return CompletableFuture.completedFuture(response.build());
        }

        @Override
        public CompletableFuture<TransactGetItemsResponse> transactGetItems(TransactGetItemsRequest request) {
            if (pending) {
                return CompletableFuture.failedFuture(cancelled("TransactionConflict"));
            }
            var item = ItemResponse.builder();
            if (request.transactItems().get(0).get().tableName().equals("Events")) {
                events.forEach(item::item);
            }
            return CompletableFuture.completedFuture(
                    TransactGetItemsResponse.builder().responses(item.build()).build());
        }
    }
}
