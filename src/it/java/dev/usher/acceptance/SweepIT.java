package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Seats that a process owed to waiting users when it died: two live processes find and assign them. */
class SweepIT {
    private static final int MANY = 150;
    private static final String PREFIX = TestDynamoDb.newPrefix();
    private static LocalUsher usher;
    private static LocalUsher neighbour;
    private static StoredRows stored;

    @BeforeAll
    static void start() throws Exception {
        var often = Map.of("USHER_SWEEP_INTERVAL_MS", "100");
        usher = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, often);
        neighbour = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, often);
        stored = new StoredRows(TestDynamoDb.endpoint(), PREFIX);
        for (int i = 0; i < MANY; i++) {
            stored.user("p" + i);
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
    void goToTheHeadOfTheLine() throws Exception {
        stored.seated("some", "p0");
        for (int i = 1; i <= 4; i++) {
            stored.waiting("some", "p" + i, i);
        }
        stored.event("some", 3, 1, 4, 4, 0);

        Eventually.holds(() -> assertThat(counts("some")).containsExactly(3, 2));
        assertThat(standings("some", 5))
                .containsExactly("registered", "registered", "registered", "waitlisted 1", "waitlisted 2");
    }

    @Test
    void goToEverybodyThoughOneTurnCannotCarryThem() throws Exception {
        for (int i = 0; i < MANY; i++) {
            stored.waiting("many", "p" + i, 1 + i);
        }
        stored.event("many", MANY - 1, 0, MANY, MANY, 0);

        Eventually.holds(() -> assertThat(counts("many")).containsExactly(MANY - 1, 1));
        assertThat(usher.api().register("many", "p" + (MANY - 1)).body().at("/registration/waitlistPosition"))
                .hasToString("1");
    }

    private static List<Integer> counts(String eventId) throws Exception {
        var event = neighbour.api().get("/events/" + eventId).body();
        return List.of(
                event.get("currentRegistrations").asInt(),
                event.get("waitlistCount").asInt());
    }

    private static List<String> standings(String eventId, int people) throws Exception {
        return ConcurrentRunner.act(people, 1, i -> {
            var standing = usher.api().register(eventId, "p" + i).body().get("registration");
            var place = standing.path("waitlistPosition").asText();
            return (standing.get("status").asText() + " " + place).trim();
        });
    }
}
