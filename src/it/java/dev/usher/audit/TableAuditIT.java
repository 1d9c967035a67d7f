package dev.usher.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dev.EmbeddedDynamoDb;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TableAuditIT {
    private static final String PREFIX = "audit-";

    @Test
    void readsEveryTableAndFindsWhatBelongsToNobody() throws Exception {
        try (var store = EmbeddedDynamoDb.inMemory();
                var dynamo = LocalClient.of(store.endpoint())) {
            UsherTables.create(dynamo, PREFIX);
            put(dynamo, "Users", Map.of("userId", text("ann")));
            put(
                    dynamo,
                    "Events",
                    Map.of(
                            "eventId", text("e"),
                            "capacity", number(1),
                            "currentRegistrations", number(1),
                            "waitlistCount", number(1),
                            "lastTicket", number(1),
                            "lineFloor", number(0),
                            "version", number(3)));
            put(dynamo, "Registrations", row("e", "ann", "registered"));
            put(dynamo, "Waitlist", Map.of("eventId", text("e"), "ticket", number(1), "userId", text("ben")));

            assertThat(TableAudit.of(dynamo, PREFIX).run().violations())
                    .containsExactly("event e: I2: waitlistCount 1 but 0 waitlisted rows");

            put(dynamo, "Registrations", row("nowhere", "ann", "registered"));
            put(
                    dynamo,
                    "Registrations",
                    Map.of(
                            "eventId", text("e"),
                            "userId", text("ben"),
                            "status", text("waitlisted"),
                            "ticket", number(1)));

            assertThat(TableAudit.of(dynamo, PREFIX).run().violations())
                    .containsExactlyInAnyOrder("1 registrations of no event nowhere", "event e: a row of no user ben");
        }
    }

    private static Map<String, AttributeValue> row(String eventId, String userId, String status) {
        return Map.of("eventId", text(eventId), "userId", text(userId), "status", text(status));
    }

    private static void put(DynamoDbAsyncClient dynamo, String table, Map<String, AttributeValue> item) {
        dynamo.putItem(p -> p.tableName(PREFIX + table).item(item)).join();
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
