package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code DELETE /events/{eventId}?purge=true} on two replicas with a webhook and frequent self-checks. */
class PurgeIT {
    private static final String PREFIX = TestDynamoDb.newPrefix();
    private static WebhookReceiver receiver;
    private static LocalUsher usher;
    private static LocalUsher neighbour;
    private static StoredRows stored;
    private static ApiClient api;
    private static ApiClient other;

    @BeforeAll
    static void start() throws Exception {
        receiver = new WebhookReceiver();
        var settings = new HashMap<>(receiver.settings());
        settings.put("USHER_SELF_CHECK_INTERVAL_MS", "20");
        usher = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, settings);
        neighbour = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, settings);
        stored = new StoredRows(TestDynamoDb.endpoint(), PREFIX);
        api = usher.api();
        other = neighbour.api();
        for (var person : AgainstUsher.PEOPLE) {
            api.user(person);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (var replica : List.of(usher, neighbour)) {
            Eventually.holds(() -> assertThat(replica.scrape().value("usher_ledger_inconsistent_events"))
                    .isZero());
        }
        usher.close();
        neighbour.close();
        receiver.close();
        stored.close();
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    @Test
    void aPurgedEventIsGoneOnEveryReplicaAndItsVersionsAreNotUsedAgain() throws Exception {
        var body = "{\"eventId\":\"gone\",\"name\":\"Event\",\"capacity\":1,\"description\":\"Quintet\"}";
        assertThat(api.post("/events", body, "Idempotency-Key", "k").status()).isEqualTo(201);
        other.patch("gone", "{\"description\":\"Septet\"}");
        assertThat(other.unregister("gone", "ada").word()).isEqualTo("404 registration-not-found");
        var vertx = Vertx.vertx();
        var hands = Executors.newSingleThreadExecutor();
        try {
            var reader = Watcher.watch(Watcher.client(vertx, 1), neighbour.uri(), "gone", 0, false);
            reader.reaches(3);
            var waiting =
                    hands.submit(() -> other.get("/events/gone/changes?after=3&wait=20", "Accept", "application/json"));

            assertThat(api.purge("gone", "If-Match", "\"1.1.o\"").word()).isEqualTo("412 precondition-failed");
            assertThat(api.purge("gone").text("description")).isEqualTo("Septet");

            assertThat(api.purge("gone").word()).isEqualTo("404 event-not-found");
            assertThat(other.register("gone", "ada").word()).isEqualTo("404 event-not-found");
            assertThat(other.patch("gone", "{\"capacity\":2}").word()).isEqualTo("404 event-not-found");
            assertThat(other.get("/events/gone").word()).isEqualTo("404 event-not-found");
            assertThat(other.get("/events?limit=100").body().findValuesAsText("eventId"))
                    .doesNotContain("gone");
            assertThat(waiting.get(60, TimeUnit.SECONDS).word()).isEqualTo("404 event-not-found");
            Eventually.holds(() -> assertThat(reader.ended()).isTrue());
        } finally {
            hands.shutdownNow();
            LocalUsher.get(vertx.close());
        }
        assertThat(log("gone")).containsExactlyInAnyOrder("gone 1", "gone 3");
        assertThat(stored.all("Changes").toString()).doesNotContain("Quintet", "Septet");

        var created = other.post("/events", body, "Idempotency-Key", "k");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().get("version").asLong()).isEqualTo(5);
        assertThat(api.post("/events", body, "Idempotency-Key", "k").body()).isEqualTo(created.body());
        assertThat(pages("gone")).containsExactly("1", "gap 2", "3", "gap 4", "5");
        Eventually.holds(() -> assertThat(receiver.firstArrivals("gone")).contains("gone:5"));
        assertThat(other.register("gone", "ada").word()).isEqualTo("registered");
        assertThat(api.unregister("gone", "ada").status()).isEqualTo(200);
        assertThat(api.purge("gone").word()).isEqualTo("409 event-has-history");
        assertThat(api.cancel("gone").text("status")).isEqualTo("cancelled");
        assertThat(api.purge("gone").word()).isEqualTo("409 event-has-history");
    }

    @Test
    void anIdMayBePurgedAgain() throws Exception {
        for (long version : List.of(1L, 3L, 5L)) {
            assertThat(api.event("again", 1, true).body().get("version").asLong())
                    .isEqualTo(version);
            assertThat(other.purge("again").status()).isEqualTo(200);
        }
        assertThat(log("again")).containsExactlyInAnyOrder("again 1", "again 5");
    }

    @Test
    void anEventThatWasChangedTooOftenIsOnlyCancelled() throws Exception {
        api.event("edited", 1, true);
        for (int i = 0; i < 49; i++) {
            api.patch("edited", "{\"description\":\"Text " + i + "\"}");
        }
        assertThat(api.purge("edited").status())
                .as("50 versions, 49 descriptions")
                .isEqualTo(200);
        api.post("/events", "{\"eventId\":\"edited\",\"name\":\"Event\",\"capacity\":1,\"description\":\"x\"}");
        for (int i = 0; i < 49; i++) {
            api.patch("edited", "{\"description\":\"Text " + i + "\"}");
        }
        assertThat(api.purge("edited").word()).isEqualTo("409 event-has-history");
    }

    @Test
    void aPurgeAndARegistrationDoNotBothSucceed() throws Exception {
        for (int round = 0; round < 20; round++) {
            var event = "race" + round;
            api.event(event, 1, true);
            other.patch(event, "{\"capacity\":2}");
            var words = ConcurrentRunner.act(
                    2,
                    2,
                    i -> i == 0
                            ? api.purge(event).word()
                            : other.register(event, "ada").word());
            assertThat(List.of(
                            List.of("scheduled", "404 event-not-found"),
                            List.of("409 event-has-history", "registered")))
                    .contains(words);
        }
    }

    /** Rows that something else deleted: the change log says which versions were used. */
    @Test
    void anEventIsCreatedAfterItsRowWasDeletedByHand() throws Exception {
        api.event("lost", 1, true);
        api.register("lost", "ada");
        other.register("lost", "bob");
        var key = Map.of("eventId", StoredRows.text("lost"));
        for (var user : List.of("ada", "bob")) {
            var row = new HashMap<>(key);
            row.put("userId", StoredRows.text(user));
            stored.delete("Registrations", row);
        }
        var entry = new HashMap<>(key);
        entry.put("ticket", StoredRows.number(1));
        stored.delete("Waitlist", entry);
        stored.delete("Events", key);

        assertThat(api.event("lost", 1, true).body().get("version").asLong()).isEqualTo(5);
        assertThat(other.register("lost", "ada").word()).isEqualTo("registered");
        assertThat(pages("lost")).containsExactly("1", "2", "3", "gap 4", "5", "6");
        assertThat(api.purge("lost").word()).isEqualTo("409 event-has-history");
    }

    /** The rows of an event in Changes. */
    private static List<String> log(String eventId) {
        return stored.all("Changes").stream()
                .filter(row -> row.get("eventId").s().startsWith(eventId))
                .map(row ->
                        row.get("eventId").s() + " " + row.get("version").n() + (row.containsKey("details") ? "!" : ""))
                .toList();
    }

    /** The versions and gaps of an event, read page by page. */
    private static List<String> pages(String eventId) throws IOException {
        var read = new ArrayList<String>();
        long after = 0;
        for (JsonNode page = page(eventId, after); !page.isEmpty(); page = page(eventId, after)) {
            for (var entry : page) {
                after = entry.get("version").asLong();
                read.add((entry.has("gap") ? "gap " : "") + after);
            }
        }
        return read;
    }

    private static JsonNode page(String eventId, long after) throws IOException {
        return api.get("/events/" + eventId + "/changes?after=" + after, "Accept", "application/json")
                .body()
                .get("changes");
    }
}
