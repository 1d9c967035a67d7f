package dev.usher.acceptance;

import static dev.usher.acceptance.StoredRows.number;
import static dev.usher.acceptance.StoredRows.text;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.dynamodb.client.DynamoDbGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Foreign rows in Usher's tables affect only requests that read them. */
class UnreadableRowsIT {
    private static final String PREFIX = TestDynamoDb.newPrefix();

    private static LocalUsher usher;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        usher = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, Map.of());
        api = usher.api();
        api.user("ada");
        for (var event : List.of("a", "b")) {
            api.event(event, 2, true);
            api.register(event, "ada");
        }
        try (var rows = new StoredRows(TestDynamoDb.endpoint(), PREFIX)) {
            rows.put("Events", Map.of("eventId", text("alien"), "name", text("no capacity")));
            rows.put("Events", Map.of("eventId", text("odd"), "name", number(7)));
            rows.put("Users", Map.of("userId", text("odd"), "name", number(7)));
            rows.seated("alien", "ada");
            rows.put("Registrations", Map.of("eventId", text("b"), "userId", text("x"), "status", text("registered")));
        }
    }

    @AfterAll
    static void stop() {
        usher.close();
    }

    @Test
    void areSkippedInListsAndCounted() throws Exception {
        try (var log = new CapturedLog(DynamoDbGateway.class)) {
            for (int i = 0; i < 3; i++) {
                assertThat(ids("/events", "events")).containsExactlyInAnyOrder("a", "b");
                assertThat(ids("/users/ada/events", "events")).containsExactly("a", "b");
                assertThat(api.get("/events/b/registrations").status()).isEqualTo(200);
            }
            assertThat(log.lines())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn(message -> message.startsWith("skipping a row that cannot be read"))
                    .hasSizeBetween(1, 2)
                    .allMatch(message -> message.contains("table=" + PREFIX));
        }
        assertThat(usher.scrape().value("usher_dynamodb_unreadable_rows_total", PREFIX + "Events"))
                .isGreaterThanOrEqualTo(6);
    }

    @Test
    void arePagedOver() throws Exception {
        var seen = new ArrayList<String>();
        String cursor = "";
        do {
            var page = api.get("/events?limit=1" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            assertThat(page.status()).isEqualTo(200);
            page.body()
                    .path("events")
                    .forEach(event -> seen.add(event.path("eventId").asText()));
            cursor = page.text("nextCursor");
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void failAlone() throws Exception {
        ConcurrentRunner.act(40, 20, i -> {
            boolean odd = i % 4 == 0;
            var id = odd ? "odd" : i % 2 == 0 ? "a" : "b";
            assertThat(api.get("/events/" + id).status()).isEqualTo(odd ? 500 : 200);
            assertThat(api.get("/users/" + (odd ? "odd" : "ada")).status()).isEqualTo(odd ? 500 : 200);
            return null;
        });
    }

    private static List<String> ids(String path, String member) throws Exception {
        var reply = api.get(path);
        assertThat(reply.status()).isEqualTo(200);
        return StreamSupport.stream(reply.body().path(member).spliterator(), false)
                .map(event -> event.path("eventId"))
                .map(JsonNode::asText)
                .toList();
    }
}
