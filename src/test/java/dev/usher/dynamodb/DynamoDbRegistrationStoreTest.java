package dev.usher.dynamodb;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.service.Timestamp;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Lists of the few seats of an event with a long waitlist. */
class DynamoDbRegistrationStoreTest {
    private static final int USERS = 20_000;
    private static final List<Integer> SEATS = List.of(7, 12_000, USERS - 1);

    private final Vertx vertx = Vertx.vertx();
    private final Registrations table = new Registrations();
    private final DynamoDbRegistrationStore store =
            new DynamoDbRegistrationStore(table.gateway(vertx), TableNames.withPrefix(""));

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void pageEndsAfterABoundedNumberOfRowsAndTheNextOneContinuesThere() throws Exception {
        List<String> users = new ArrayList<>();
        String after = null;
        int pages = 0;
        do {
            long before = table.rows;
            var page = get(store.seated("e", 100, after));
            assertThat(table.rows - before).isLessThanOrEqualTo(6_200);
            page.items().forEach(registration -> users.add(registration.userId()));
            after = page.next();
            pages++;
        } while (after != null);
        assertThat(users)
                .isEqualTo(
                        SEATS.stream().map(DynamoDbRegistrationStoreTest::user).toList());
        assertThat(pages).isEqualTo(4);
    }

    private static String user(int number) {
        return String.format("u%05d", number);
    }

    /** Answers queries as DynamoDB does: the limit counts the rows that the filter leaves out, too. */
    private static final class Registrations extends StubDynamoDb {
        private long rows;

        @Override
        public CompletableFuture<QueryResponse> query(QueryRequest query) {
            var after = query.hasExclusiveStartKey()
                    ? query.exclusiveStartKey().get("userId")
                    : query.expressionAttributeValues().get(":above_userId");
            int from = after == null ? 0 : 1 + Integer.parseInt(after.s().substring(1));
            int to = Math.min(USERS, from + query.limit());
            rows += to - from;
            var items = SEATS.stream()
                    .filter(seat -> seat >= from && seat < to)
                    .map(seat -> ItemMapper.item(new Registration(
                            "e",
                            user(seat),
                            Status.REGISTERED,
                            new Timestamp("2026-11-29T01:00:00Z"),
                            null,
                            null,
                            null)))
                    .toList();
            var page = QueryResponse.builder().items(items);
            if (to < USERS) {
                page.lastEvaluatedKey(ItemMapper.registrationKey("e", user(to - 1)));
            }
            return CompletableFuture.completedFuture(page.build());
        }
    }
}
