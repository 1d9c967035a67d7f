package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.DynamoDbLedgerStore;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.plan.PlanInput;
import dev.usher.registrations.plan.PlanResult;
import dev.usher.registrations.plan.TurnLimits;
import dev.usher.registrations.plan.TurnPlanner;
import dev.usher.registrations.store.CommitResult;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.Deadline;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promoted users confirm their seats, or the seats go to the next on the waitlist. */
class ConfirmIT {
    private static final int PEOPLE = 200;
    private static final int SEATS = 160;
    private static final Duration LATEST_LAPSE = Duration.ofSeconds(45);

    private final String prefix = TestDynamoDb.newPrefix();

    @Test
    void keepsASeatThatIsConfirmed() throws Exception {
        try (var usher = LocalUsher.start(TestDynamoDb.endpoint(), prefix, Map.of())) {
            var api = usher.api();
            event(api, "jazz", 5);
            assertThat(api.confirm("jazz", "ada").status()).isEqualTo(200);
            assertThat(api.confirm("jazz", "bob").code()).isEqualTo("no-seat-yet");
            assertThat(api.confirm("jazz", "dan").code()).isEqualTo("registration-not-found");
            var before = Instant.now();
            api.unregister("jazz", "ada");

            var promoted = api.get("/events/jazz/registrations/bob").body();
            assertThat(Instant.parse(promoted.get("confirmBy").asText()))
                    .isBetween(before.plusSeconds(300), Instant.now().plusSeconds(301));
            var confirmed = api.confirm("jazz", "bob");
            assertThat(confirmed.status()).isEqualTo(200);
            assertThat(confirmed.text("status")).isEqualTo("registered");
            assertThat(confirmed.body().has("confirmBy")).isFalse();
            assertThat(api.confirm("jazz", "bob")).isEqualTo(confirmed);
            assertThat(kinds(changes(api, "jazz"))).endsWith("left ada", "promoted bob", "confirmed bob");
        }
        TableAudit.strict(TestDynamoDb.endpoint(), prefix).assertClean();
    }

    /** The seat was promoted onto long ago; both replicas find it at the same time. */
    @Test
    void lapsesOnceAndPromotesTheNextInTheSameVersion() throws Exception {
        var often = Map.of("USHER_SWEEP_INTERVAL_MS", "100");
        try (var usher = LocalUsher.start(TestDynamoDb.endpoint(), prefix, often);
                var neighbour = LocalUsher.start(TestDynamoDb.endpoint(), prefix, often)) {
            var api = usher.api();
            event(api, "jazz", 1);
            leftLongAgo("jazz", "ada");

            Eventually.holds(() -> assertThat(neighbour
                            .api()
                            .get("/events/jazz/registrations/bob")
                            .code())
                    .isEqualTo("registration-not-found"));
            assertThat(neighbour.api().confirm("jazz", "bob").code()).isEqualTo("registration-not-found");
            assertThat(neighbour.api().confirm("jazz", "cleo").status()).isEqualTo(200);
            var changes = changes(api, "jazz");
            assertThat(kinds(changes))
                    .endsWith("left ada", "promoted bob", "lapsed bob", "promoted cleo", "confirmed cleo")
                    .containsOnlyOnce("lapsed bob");
            assertThat(changes)
                    .anyMatch(version -> kinds(List.of(version)).equals(List.of("lapsed bob", "promoted cleo")));
        }
        TableAudit.strict(TestDynamoDb.endpoint(), prefix).assertClean();
    }

    /** A third of the users never confirm. */
    @Test
    @Tag("soak")
    void eachLapseHappensOnceAndInTime() throws Exception {
        var usual = Map.of("USHER_SWEEP_INTERVAL_MS", "30000");
        var replicas = UsherProcess.startAll(3, TestDynamoDb.endpoint(), prefix, usual);
        try (var rows = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            var apis =
                    replicas.stream().map(UsherProcess::uri).map(ApiClient::new).toList();
            var api = apis.get(0);
            api.post("/events", body("crowd", 1));
            rows.users("p", PEOPLE + 1);
            ConcurrentRunner.act(
                    PEOPLE + 1, 8, i -> api.register("crowd", "p" + i).status());
            api.patch("crowd", "{\"capacity\":" + (SEATS + 1) + "}");

            Set<String> asked = new HashSet<>();
            Awaitility.await().atMost(8, TimeUnit.MINUTES).pollInSameThread().untilAsserted(() -> {
                var promoted = kinds(changes(api, "crowd")).stream()
                        .filter(change -> change.startsWith("promoted "))
                        .map(change -> change.substring("promoted ".length()))
                        .filter(user -> Integer.parseInt(user.substring(1)) % 3 > 0)
                        .filter(asked::add)
                        .toList();
                ConcurrentRunner.act(promoted.size(), 8, i -> apis.get(i % 3)
                        .confirm("crowd", promoted.get(i))
                        .status());
                var event = api.get("/events/crowd").body();
                assertThat(event.get("waitlistCount").asInt()).isZero();
                assertThat(unconfirmed(api, "crowd")).isZero();
            });
            judge(changes(api, "crowd"));
        } finally {
            replicas.forEach(UsherProcess::close);
        }
        TableAudit.strict(TestDynamoDb.endpoint(), prefix).assertClean();
    }

    private static void judge(List<JsonNode> versions) {
        Map<String, Instant> due = new HashMap<>();
        Set<String> confirmed = new HashSet<>();
        var late = Duration.ZERO;
        long last = 0;
        int lapsed = 0;
        for (var version : versions) {
            var at = Instant.parse(version.get("at").asText());
            for (var change : version.get("changes")) {
                var user = change.get("userId").asText();
                switch (change.get("kind").asText()) {
                    case "promoted" -> {
                        long ticket = change.get("waitlistTicket").asLong();
                        assertThat(ticket).isGreaterThan(last);
                        last = ticket;
                        due.put(user, Instant.parse(change.get("confirmBy").asText()));
                    }
                    case "confirmed" -> assertThat(confirmed.add(user)).isTrue();
                    case "lapsed" -> {
                        lapsed++;
                        assertThat(confirmed).doesNotContain(user);
                        var by = due.remove(user);
                        assertThat(at).isBetween(by, by.plus(LATEST_LAPSE));
                        var delay = Duration.between(by, at);
                        late = delay.compareTo(late) > 0 ? delay : late;
                    }
                    default -> {}
                }
            }
        }
        System.out.println("lapses: " + lapsed + ", the latest " + late.toMillis() + " ms after its time, confirmed "
                + confirmed.size() + ", promoted up to ticket " + last);
        assertThat(lapsed).isGreaterThan(PEOPLE / 4);
        assertThat(last).isEqualTo(PEOPLE);
    }

    private static long unconfirmed(ApiClient api, String eventId) throws Exception {
        long found = 0;
        var cursor = "";
        do {
            var page = api.get("/events/" + eventId + "/registrations?limit=100" + cursor);
            for (var row : page.body().get("registrations")) {
                found += row.has("confirmBy") ? 1 : 0;
            }
            cursor = page.body().has("nextCursor") ? "&cursor=" + page.text("nextCursor") : "";
        } while (!cursor.isEmpty());
        return found;
    }

    /** One seat, and two users who wait for it. */
    private static void event(ApiClient api, String eventId, int confirmMinutes) throws Exception {
        api.post("/events", body(eventId, confirmMinutes));
        for (var user : List.of("ada", "bob", "cleo", "dan")) {
            api.user(user);
        }
        for (var user : List.of("ada", "bob", "cleo")) {
            api.register(eventId, user);
        }
    }

    private static String body(String eventId, int confirmMinutes) {
        return "{\"eventId\":\"%s\",\"name\":\"Event\",\"capacity\":1,\"hasWaitlist\":true,\"confirmMinutes\":%d}"
                .formatted(eventId, confirmMinutes);
    }

    private static List<JsonNode> changes(ApiClient api, String eventId) throws Exception {
        List<JsonNode> versions = new ArrayList<>();
        for (long after = 0; ; ) {
            var page =
                    api.get("/events/" + eventId + "/changes?limit=100&after=" + after, "Accept", "application/json");
            var more = page.body().get("changes");
            if (more.isEmpty()) {
                return versions;
            }
            more.forEach(versions::add);
            after = more.get(more.size() - 1).get("version").asLong();
        }
    }

    private static List<String> kinds(List<JsonNode> versions) {
        List<String> kinds = new ArrayList<>();
        for (var version : versions) {
            version.get("changes")
                    .forEach(change -> kinds.add(change.get("kind").asText() + " "
                            + change.get("userId").asText()));
        }
        return kinds;
    }

    /** Commits a turn of ten minutes ago. */
    private void leftLongAgo(String eventId, String userId) throws Exception {
        var vertx = Vertx.vertx();
        var dynamo = LocalUsher.get(DynamoDbGateway.open(vertx, TestDynamoDb.endpoint(), 60_000));
        var ledger = new DynamoDbLedgerStore(dynamo, TableNames.withPrefix(prefix), 0);
        assertThat(LocalUsher.get(ledger.prepare(leave(ledger, eventId, userId)).send()))
                .isInstanceOf(CommitResult.Committed.class);
        LocalUsher.get(dynamo.close());
        vertx.close();
    }

    private static Turn leave(LedgerStore ledger, String eventId, String userId) throws Exception {
        var event = LocalUsher.get(ledger.event(eventId)).orElseThrow();
        var rows = LocalUsher.get(ledger.rows(eventId, Set.of(userId)));
        var waitlist = LocalUsher.get(ledger.waitlist(eventId, event.counts().lineFloor(), 1));
        var planned = TurnPlanner.of(
                new PlanInput(event, rows, Optional.of(waitlist)),
                List.of(new Unregister(eventId, userId, null, Deadline.inMillis(60_000))),
                new TurnLimits(TurnLimits.ACTIONS, true),
                Instant.now().minus(Duration.ofMinutes(10)));
        return ((PlanResult.Ready) planned).turn().orElseThrow();
    }
}
