package dev.usher.dynamodb;

import static dev.usher.acceptance.Eventually.get;
import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.dynamodb.item.TableNames;
import dev.usher.service.UnavailableException;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Responses of the real service that DynamoDB Local does not give: unprocessed keys, and pages that end early. */
class DynamoDbDeliveryStoreTest {
    private static final TableNames TABLES = TableNames.withPrefix("", true);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void rowThatIsLeftUnprocessedIsUnknownAndNotAbsent() {
        assertThatThrownBy(() -> get(on(new Busy()).find("jazz"))).hasCauseInstanceOf(UnavailableException.class);
    }

    @Test
    void nextPageOfMarksStartsWhereTheOneBeforeEnded() throws Exception {
        Map<String, AttributeValue> last = Map.of(EVENT_ID, text("jazz"), UNTOLD, number(7));
        var starts = new ArrayList<Map<String, AttributeValue>>();
        var store = on(new StubDynamoDb() {
            @Override
            public CompletableFuture<ScanResponse> scan(ScanRequest request) {
                starts.add(request.exclusiveStartKey());
                return CompletableFuture.completedFuture(ScanResponse.builder()
                        .items(List.of(last))
                        .lastEvaluatedKey(last)
                        .build());
            }
        });
        var page = get(store.untold(null));
        assertThat(page.items()).containsExactly("jazz");
        get(store.untold(page.next()));
        assertThat(starts).containsExactly(Map.of(), last);
    }

    private DynamoDbDeliveryStore on(StubDynamoDb client) {
        return new DynamoDbDeliveryStore(client.gateway(vertx), TABLES);
    }

    /** Leaves all keys unprocessed. */
    private static final class Busy extends StubDynamoDb {
        @Override
        public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
            return CompletableFuture.completedFuture(BatchGetItemResponse.builder()
                    .unprocessedKeys(request.requestItems())
                    .build());
        }
    }
}
