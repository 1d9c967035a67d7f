package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Latency;
import dev.usher.storeproxy.StoreProxy;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code DELETE /users/{userId}}: what it ends, what it leaves, and that any process completes it. */
class ErasureIT {
    private static final String ERASED = "vera-who-is-erased";
    private static final String NAME = "Name of " + ERASED;
    private static final List<String> TABLES = List.of("Users", "Events", "Registrations", "Waitlist", "Changes");
    private static final Map<String, String> OFTEN = Map.of("USHER_SWEEP_INTERVAL_MS", "200");
    /** With a short deadline, so that the erasure itself ends within a minute, too. */
    private static final Map<String, String> SHORT =
            Map.of("USHER_REQUEST_TIMEOUT_MS", "10000", "USHER_SWEEP_INTERVAL_MS", "200");

    /**
     * Number of registrations that a process ends at the same time. At most this many may still end after it was
     * killed.
     */
    private static final int AT_ONCE = 10;

    private final String prefix = TestDynamoDb.newPrefix();

    @Test
    void isCompletedByOtherProcessesWhenTwoDie() throws Exception {
        eraseWithTwoDeaths(60, false);
    }

    @Test
    @Tag("soak")
    void ofAThousandRegistrationsIsCompletedWhenTwoProcessesDie() throws Exception {
        eraseWithTwoDeaths(1_000, true);
    }

    /** @param toTheEnd whether to wait until no registration can appear any more, not only until there is none */
    private void eraseWithTwoDeaths(int events, boolean toTheEnd) throws Exception {
        var vertx = Vertx.vertx();
        var proxy = LocalUsher.get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, FaultProfile.KIND));
        try (var usher = UsherProcess.start(proxy.endpoint(), prefix, toTheEnd ? SHORT : OFTEN);
                var rows = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            var api = new ApiClient(usher.uri());
            prepare(api, events);
            assertThat(registrations(rows)).isEqualTo(events);

            LocalUsher.get(proxy.behave(FaultProfile.KIND.withLatency(new Latency(1_000, 2_000), Latency.NONE)));
            assertThat(api.erase(ERASED).word()).isEqualTo("202 ");
            Eventually.holds(() -> assertThat(registrations(rows)).isLessThan(events));
            usher.kill();
            long left = registrations(rows);

            usher.launch();
            Eventually.holds(() -> assertThat(registrations(rows)).isLessThan(left - AT_ONCE));
            usher.kill();
            assertThat(registrations(rows)).as("killed in the middle").isPositive();
            LocalUsher.get(proxy.behave(FaultProfile.KIND));

            try (var last = LocalUsher.start(proxy.endpoint(), prefix, toTheEnd ? SHORT : OFTEN)) {
                isErased(last.api(), rows, events, toTheEnd);
            }
        } finally {
            LocalUsher.get(vertx.close());
        }
        TableAudit.strict(TestDynamoDb.endpoint(), prefix).assertClean();
    }

    private static void isErased(ApiClient api, StoredRows rows, int events, boolean toTheEnd) throws Exception {
        if (toTheEnd) {
            Eventually.holds(() -> assertThat(api.erase(ERASED).word()).isEqualTo("erased"));
        }
        Eventually.holds(() -> assertThat(registrations(rows)).isZero());
        assertThat(api.get("/users/" + ERASED).word()).isEqualTo("404 user-not-found");
        assertThat(api.user(ERASED).word()).isEqualTo("409 user-exists");
        assertThat(api.register("e0", ERASED).word()).isEqualTo("404 user-not-found");
        remains(rows, toTheEnd);
        for (int i = 0; i < events; i++) {
            assertThat(api.get("/events/e" + i).text("currentRegistrations"))
                    .as("the seat went on")
                    .isEqualTo("1");
        }
    }

    /** One seat each: the erased user has it, waits, or was promoted to it, and another user waits or has it. */
    private static void prepare(ApiClient api, int events) throws Exception {
        api.user(ERASED);
        for (var person : List.of("ada", "bob")) {
            api.user(person);
        }
        ConcurrentRunner.act(events, 4, i -> {
            var event = "e" + i;
            api.event(event, 1, true);
            api.register(event, i % 3 == 0 ? ERASED : "ada");
            api.register(event, i % 3 == 0 ? "ada" : ERASED);
            if (i % 3 == 1) {
                api.register(event, "bob");
                assertThat(api.unregister(event, "ada").text("promoted")).isEqualTo(ERASED);
            }
            return null;
        });
    }

    private static long registrations(StoredRows rows) {
        return rows.all("Registrations").stream()
                .filter(row -> row.get("userId").s().equals(ERASED)
                        && !row.get("eventId").s().startsWith("#"))
                .count();
    }

    /** The tombstone, the id in rows of the change log that expire, and until the end the row of the erasure. */
    private static void remains(StoredRows rows, boolean ended) {
        for (var table : TABLES) {
            for (var row : rows.all(table)) {
                var text = row.toString();
                assertThat(text).doesNotContain(NAME);
                if (text.contains(ERASED)) {
                    boolean pending =
                            row.get("eventId") != null && row.get("eventId").s().equals("#erasures");
                    assertThat(isTombstone(row) || row.containsKey("expires") || pending && !ended)
                            .as(table + text)
                            .isTrue();
                }
            }
        }
    }

    private static boolean isTombstone(Map<String, AttributeValue> row) {
        return row.keySet().equals(Set.of("userId", "erasedAt"));
    }

    /** The other replica usually still has it in its cache that the user exists. */
    @Test
    void alsoEndsARegistrationThatAnotherReplicaConfirmsAfterwards() throws Exception {
        try (var one = LocalUsher.start(TestDynamoDb.endpoint(), prefix, OFTEN);
                var other = LocalUsher.start(TestDynamoDb.endpoint(), prefix, OFTEN);
                var rows = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            one.api().user(ERASED);
            one.api().event("first", 1, true);
            one.api().event("second", 1, true);
            other.api().register("first", ERASED);

            assertThat(one.api().erase(ERASED).word()).isEqualTo("202 ");
            assertThat(one.api().register("second", ERASED).word()).isEqualTo("404 user-not-found");
            assertThat(other.api().register("second", ERASED).word()).isIn("registered", "404 user-not-found");

            Eventually.holds(() -> assertThat(registrations(rows)).isZero());
            remains(rows, false);
        }
        TableAudit.strict(TestDynamoDb.endpoint(), prefix).assertClean();
    }
}
