package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counters that differ from the rows are reported and left unchanged; what older versions left behind is removed. */
class SelfCheckIT {
    private static final String PREFIX = TestDynamoDb.newPrefix();

    @Test
    void reportsARowTooMany() throws Exception {
        var settings = Map.of("USHER_SELF_CHECK_INTERVAL_MS", "20");
        try (var usher = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, settings);
                var rows = new StoredRows(TestDynamoDb.endpoint(), PREFIX)) {
            for (var person : new String[] {"ada", "bob", "cleo"}) {
                usher.api().user(person);
            }
            usher.api().event("right", 5, true);
            usher.api().event("wrong", 1, true);
            usher.api().register("right", "ada");
            usher.api().register("wrong", "ada");
            usher.api().register("wrong", "bob");
            Eventually.holds(
                    () -> assertThat(usher.scrape().value("usher_ledger_consistency_checks_total", "result=\"none\""))
                            .isGreaterThan(2));
            assertThat(usher.scrape().value("usher_ledger_inconsistent_events")).isZero();

            rows.seated("wrong", "a-ghost");

            usher.api().event("busy", 9, false);
            usher.api().user("ada");
            Eventually.holds(() -> {
                usher.api().register("busy", "ada");
                usher.api().unregister("busy", "ada");
                assertThat(usher.scrape().value("usher_ledger_inconsistent_events"))
                        .as("also while another event changes all the time")
                        .isEqualTo(1);
            });
            assertThat(usher.scrape().value("usher_ledger_consistency_checks_total", "result=\"found\""))
                    .isPositive();
            assertThat(usher.api().get("/events/wrong").text("currentRegistrations"))
                    .isEqualTo("1");
        }
    }

    @Test
    void removesUsersWhomOlderVersionsLeftInTheWaitlist() throws Exception {
        var prefix = TestDynamoDb.newPrefix();
        var settings = Map.of("USHER_SELF_CHECK_INTERVAL_MS", "20");
        try (var usher = LocalUsher.start(TestDynamoDb.endpoint(), prefix, settings);
                var rows = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            for (var person : new String[] {"ada", "bob"}) {
                rows.user(person);
            }
            rows.event("old", 1, 1, 1, 4, 2);
            rows.seated("old", "ada");
            rows.waiting("old", "bob", 4);
            rows.left("old", "cleo", 3);
            rows.left("old", "dan", 2);
            rows.entry("old", "eve", 1);

            Eventually.holds(() -> assertThat(rows.all("Waitlist"))
                    .extracting(
                            row -> row.containsKey("userId") ? row.get("userId").s() : "counted")
                    .containsExactlyInAnyOrder("counted", "-", "bob"));
            assertThat(usher.api().unregister("old", "ada").status()).isEqualTo(200);
            assertThat(TableAudit.strict(TestDynamoDb.endpoint(), prefix).violations())
                    .isEmpty();
        }
    }

    /** A register that was under way for longer than any timeout is committed after the erasure. */
    @Test
    void resumesTheErasureOfAUserWhoIsRegistered() throws Exception {
        var prefix = TestDynamoDb.newPrefix();
        var often = Map.of("USHER_SELF_CHECK_INTERVAL_MS", "20", "USHER_SWEEP_INTERVAL_MS", "100");
        try (var usher = LocalUsher.start(TestDynamoDb.endpoint(), prefix, often);
                var rows = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            rows.user("bob");
            rows.erased("gone");
            rows.event("late", 1, 1, 1, 1, 0);
            rows.seated("late", "gone");
            rows.waiting("late", "bob", 1);

            Eventually.holds(() -> assertThat(rows.all("Registrations"))
                    .filteredOn(row -> row.get("eventId").s().equals("late"))
                    .singleElement()
                    .matches(row -> row.get("userId").s().equals("bob")
                            && row.get("status").s().equals("registered")));
            assertThat(usher.scrape().value("usher_ledger_consistency_checks_total", "result=\"found\""))
                    .isZero();
        }
    }

    /** As a replica leaves it whose clock was past {@code promotesUntil}. */
    @Test
    void handsOnSeatsThatAreMissingInTheIndex() throws Exception {
        var prefix = TestDynamoDb.newPrefix();
        var settings = Map.of("USHER_SELF_CHECK_INTERVAL_MS", "20");
        try (var usher = LocalUsher.start(TestDynamoDb.endpoint(), prefix, settings);
                var rows = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            for (var person : new String[] {"ada", "bob"}) {
                usher.api().user(person);
            }
            usher.api().event("late", 1, true);
            usher.api().register("late", "ada");
            usher.api().register("late", "bob");
            var event = new HashMap<>(rows.all("Events").get(0));
            event.put("capacity", StoredRows.number(2));
            rows.put("Events", event);

            Eventually.holds(() -> assertThat(usher.api().get("/events/late").text("currentRegistrations"))
                    .isEqualTo("2"));
        }
    }
}
