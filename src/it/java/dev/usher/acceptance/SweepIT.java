package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.registrations.SeatSweep;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Two replicas that sweep often, beside a third one: seats that a dead process owed, and events that have started. */
class SweepIT extends AgainstUsher {
    private static final int MANY = 150;
    private static final String PAST = "2020-01-01T00:00:00Z";
    private static final String LATER = "2099-01-01T00:00:00Z";
    private static LocalUsher other;
    private static StoredRows stored;

    @BeforeAll
    static void start() throws Exception {
        var often = Map.of("USHER_SWEEP_INTERVAL_MS", "100");
        replica(often);
        other = replica(often);
        stored = new StoredRows(TestDynamoDb.endpoint(), prefix());
        stored.users("p", MANY);
    }

    @AfterAll
    static void stop() {
        stored.close();
    }

    @Test
    void owedSeatsGoToTheHeadOfTheWaitlist() throws Exception {
        stored.seated("some", "p0");
        for (int i = 1; i <= 4; i++) {
            stored.waiting("some", "p" + i, i);
        }
        stored.event("some", 3, 1, 4, 4, 0);

        Eventually.holds(() -> assertThat(counts("some")).isEqualTo("3 of 3, 2 waiting"));
        assertThat(registrations("some", 5))
                .containsExactly("registered", "registered", "registered", "waitlisted 1", "waitlisted 2");
    }

    @Test
    void moreSeatsAreHandedOnThanOneTurnCanCarry() throws Exception {
        stored.waitlist("many", "p", MANY);
        stored.event("many", MANY - 1, 0, MANY, MANY, 0);

        Eventually.holds(() -> assertThat(counts("many")).isEqualTo("149 of 149, 1 waiting"));
        assertThat(api.register("many", "p" + (MANY - 1)).body().at("/registration/waitlistPosition"))
                .hasToString("1");
    }

    /** Another program wrote the row: Usher writes no milliseconds here. */
    @Test
    void seatWhoseRowIsInAnotherFormDelaysNoOtherUser() throws Exception {
        var row = StoredRows.registration("odd", "p0", "registered");
        row.put("unconfirmed", StoredRows.text("0"));
        row.put("confirmBy", StoredRows.text("2020-01-01T00:00:00.000Z"));
        stored.event("odd", 3, 1, 0, 0, 0);
        try (var log = new CapturedLog(SeatSweep.class)) {
            stored.put("Registrations", row);
            Eventually.holds(() -> assertThat(log.lines()).isNotEmpty());
            assertThat(log.lines().get(0).getThrowableProxy().getMessage())
                    .isEqualTo("rows not in the form that Usher writes: [p0]");
        }
        assertThat(api.register("odd", "p1").word()).isEqualTo("registered");
        assertThat(api.unregister("odd", "p0").status()).isEqualTo(500);

        stored.put("Registrations", StoredRows.registration("odd", "p0", "registered"));
        assertThat(api.unregister("odd", "p0").status()).isEqualTo(200);
    }

    private static List<String> registrations(String eventId, int people) throws Exception {
        return ConcurrentRunner.act(people, 1, i -> {
            var registration = api.register(eventId, "p" + i).body().get("registration");
            var position = registration.path("waitlistPosition").asText();
            return (registration.get("status").asText() + " " + position).trim();
        });
    }

    @Test
    void registrationAndPromotionEndAtTheStart() throws Exception {
        eventWithWaitlist("started", 1, "ada", "bob", "cleo");
        change("started", "{\"startsAt\":\"" + PAST + "\"}");
        assertThat(api.register("started", "dan").word()).isEqualTo("409 registration-closed");
        assertThat(api.register("started", "bob").word()).isEqualTo("409 already-registered");
        var left = api.unregister("started", "ada");
        assertThat(left.status()).isEqualTo(200);
        assertThat(left.body().has("promoted")).isFalse();
        change("started", "{\"capacity\":2}");
        assertThat(counts("started")).isEqualTo("0 of 2, 2 waiting");
        assertThat(other.api().unregister("started", "bob").status()).isEqualTo(200);

        change("started", "{\"promotesUntil\":\"" + LATER + "\"}");
        Eventually.holds(() -> assertThat(counts("started")).isEqualTo("1 of 2, 0 waiting"));
        change("started", "{\"registrationClosesAt\":\"" + LATER + "\"}");
        assertThat(other.api().register("started", "dan").word()).isEqualTo("registered");
    }

    @Test
    void promotionEndsByItself() throws Exception {
        eventWithWaitlist("soon", 1, "ada", "bob", "cleo");
        var ends = Instant.now().plusSeconds(3);
        change("soon", "{\"promotesUntil\":\"" + ends + "\"}");
        Eventually.holds(() -> assertThat(Instant.now()).isAfter(ends));
        assertThat(api.unregister("soon", "ada").body().has("promoted")).isFalse();
        assertThat(counts("soon")).isEqualTo("0 of 1, 2 waiting");
    }

    /** A process that promoted died before the start; the sweeps of both replicas find the seats afterwards. */
    @Test
    void anEventThatPromotesNoMoreLeavesTheIndexOnce() throws Exception {
        eventWithWaitlist("late", 2, "ada", "bob", "cleo");
        assertThat(other.api()
                        .patch("late", "{\"promotesUntil\":\"" + PAST + "\"}")
                        .status())
                .isEqualTo(200);
        other.api().unregister("late", "ada");
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

    private static void change(String eventId, String patch) throws Exception {
        assertThat(api.patch(eventId, patch).status()).isEqualTo(200);
    }
}
