package dev.usher.dynamodb;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.dynamodb.item.AttributeNames;
import dev.usher.dynamodb.item.AttributeValues;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.service.UnavailableException;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;

/** A case of the real service under load that DynamoDB Local never shows: a batch is left partly unprocessed. */
class UnprocessedTest {
    private static final TableNames TABLES = TableNames.withPrefix("");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void keysLeftUnprocessedAreReadAgainUntilAllAreKnown() throws Exception {
        var store = new Grudging(7);
        var ids = ids(250);

        assertThat(get(users(store).find(ids))).containsOnlyKeys(ids);
        assertThat(store.keysACall).allMatch(keys -> keys <= 100);
    }

    @Test
    void aKeyThatIsNeverProcessedIsUnknownAndNotAbsent() {
        assertThatThrownBy(() -> get(users(new Grudging(Integer.MAX_VALUE)).find(ids(3))))
                .hasCauseInstanceOf(UnavailableException.class);
    }

    @Test
    void whoDoesNotExistIsAbsentAndNotUnknown() throws Exception {
        assertThat(get(users(new Grudging(1)).find(Set.of("u1", "unknown")))).containsOnlyKeys("u1");
    }

    private DynamoDbUserStore users(StubDynamoDb client) {
        return new DynamoDbUserStore(client.gateway(vertx), TABLES);
    }

    private static Set<String> ids(int count) {
        return new HashSet<>(IntStream.range(0, count).mapToObj(n -> "u" + n).toList());
    }

    /** Leaves the last row of a batch unprocessed as often as set. Contains all users but one. */
    private static final class Grudging extends StubDynamoDb {
        private final List<Integer> keysACall = new CopyOnWriteArrayList<>();
        private final AtomicInteger undone;

        Grudging(int undone) {
            this.undone = new AtomicInteger(undone);
        }

        @Override
        public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
            var asked = request.requestItems().get(TABLES.users());
            keysACall.add(asked.keys().size());
            int done = done(asked.keys().size());
            var rows = asked.keys().subList(0, done).stream()
                    .map(key -> AttributeValues.text(key, AttributeNames.USER_ID))
                    .filter(id -> !id.equals("unknown"))
                    .<Map<String, AttributeValue>>map(id -> ItemMapper.item(Rows.user(id)))
                    .toList();
            var response = BatchGetItemResponse.builder().responses(Map.of(TABLES.users(), rows));
            if (done < asked.keys().size()) {
                var rest = asked.keys().subList(done, asked.keys().size());
                response.unprocessedKeys(
                        Map.of(TABLES.users(), asked.toBuilder().keys(rest).build()));
            }
            return CompletableFuture.completedFuture(response.build());
        }

        private int done(int asked) {
            return undone.getAndUpdate(left -> left == Integer.MAX_VALUE ? left : Math.max(0, left - 1)) > 0
                    ? asked - 1
                    : asked;
        }
    }
}
