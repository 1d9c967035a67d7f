package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Events that have started: no registration, no promotion, and no work for the sweeps of two replicas. */
class EventEndIT {
    private static final String PREFIX = TestDynamoDb.newPrefix();
    private static final String PAST = "2020-01-01T00:00:00Z";
    private static final String LATER = "2099-01-01T00:00:00Z";
    private static LocalUsher usher;
    private static LocalUsher neighbour;
    private static StoredRows stored;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        var often = Map.of("USHER_SWEEP_INTERVAL_MS", "100");
        usher = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, often);
        neighbour = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, often);
        stored = new StoredRows(TestDynamoDb.endpoint(), PREFIX);
        api = usher.api();
        for (var person : AgainstUsher.PEOPLE) {
            api.user(person);
        }
    }

    @AfterAll
    static void stop() {
        usher.close();
        neighbour.close();
        stored.close();
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    @Test
    void registrationAndPromotionEndAtTheStart() throws Exception {
        line("started", "ada", "bob", "cleo");
        change("started", "{\"startsAt\":\"" + PAST + "\"}");
        assertThat(api.register("started", "dan").word()).isEqualTo("409 registration-closed");
        assertThat(api.register("started", "bob").word()).isEqualTo("409 already-registered");
        var left = api.unregister("started", "ada");
        assertThat(left.status()).isEqualTo(200);
        assertThat(left.body().has("promoted")).isFalse();
        change("started", "{\"capacity\":2}");
        assertThat(counts("started")).isEqualTo("0 of 2, 2 waiting");
        assertThat(neighbour.api().unregister("started", "bob").status()).isEqualTo(200);

        change("started", "{\"promotesUntil\":\"" + LATER + "\"}");
        Eventually.holds(() -> assertThat(counts("started")).isEqualTo("1 of 2, 0 waiting"));
        change("started", "{\"registrationClosesAt\":\"" + LATER + "\"}");
        assertThat(neighbour.api().register("started", "dan").word()).isEqualTo("registered");
    }

    @Test
    void aNewcomerWhileNobodyIsPromotedJoinsTheWaitlist() throws Exception {
        line("door", "ada", "bob");
        change("door", "{\"registrationClosesAt\":\"" + LATER + "\",\"promotesUntil\":\"" + PAST + "\"}");
        assertThat(api.unregister("door", "ada").body().has("promoted")).isFalse();
        assertThat(api.register("door", "cleo").word()).isEqualTo("waitlisted");
        change("door", "{\"hasWaitlist\":false}");
        assertThat(api.register("door", "dan").word()).isEqualTo("409 event-full");
        assertThat(api.unregister("door", "bob").status()).isEqualTo(200);
        assertThat(api.unregister("door", "cleo").status()).isEqualTo(200);
        assertThat(api.register("door", "dan").word()).isEqualTo("registered");
    }

    @Test
    void promotionEndsByItself() throws Exception {
        line("soon", "ada", "bob", "cleo");
        var ends = Instant.now().plusSeconds(3);
        change("soon", "{\"promotesUntil\":\"" + ends + "\"}");
        Eventually.holds(() -> assertThat(Instant.now()).isAfter(ends));
        assertThat(api.unregister("soon", "ada").body().has("promoted")).isFalse();
        assertThat(counts("soon")).isEqualTo("0 of 1, 2 waiting");
    }

    /** A process that promoted died before the start; the sweeps of both replicas find the seats afterwards. */
    @Test
    void anEventThatPromotesNoMoreLeavesTheIndexOnce() throws Exception {
        api.event("late", 2, true);
        for (var person : new String[] {"ada", "bob", "cleo"}) {
            api.register("late", person);
        }
        change("late", "{\"promotesUntil\":\"" + PAST + "\"}");
        api.unregister("late", "ada");
        var event = stored.all("Events").stream()
                .filter(item -> item.get("eventId").s().equals("late"))
                .findFirst()
                .orElseThrow();
        assertThat(event).doesNotContainKey("owed");
        var owing = new HashMap<>(event);
        owing.put("owed", AttributeValue.fromS("late"));
        stored.put("Events", owing);

        Eventually.holds(() -> assertThat(owed("late")).isFalse());
        assertThat(api.get("/events/late").body().get("version").asLong())
                .isEqualTo(Long.parseLong(event.get("version").n()) + 1);
        assertThat(counts("late")).isEqualTo("1 of 2, 1 waiting");
    }

    private static boolean owed(String eventId) {
        return stored.all("Events").stream()
                .anyMatch(item -> item.get("eventId").s().equals(eventId) && item.containsKey("owed"));
    }

    private static void line(String eventId, String... people) throws Exception {
        api.event(eventId, 1, true);
        for (var person : people) {
            assertThat(api.register(eventId, person).status()).isEqualTo(200);
        }
    }

    private static void change(String eventId, String patch) throws Exception {
        assertThat(api.patch(eventId, patch).status()).isEqualTo(200);
    }

    private static String counts(String eventId) throws Exception {
        var event = api.get("/events/" + eventId);
        return event.text("currentRegistrations") + " of " + event.text("capacity") + ", " + event.text("waitlistCount")
                + " waiting";
    }
}
