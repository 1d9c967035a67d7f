package dev.usher.acceptance;

import static dev.usher.acceptance.StoredRows.number;
import static dev.usher.acceptance.StoredRows.text;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows deleted by hand, and tables restored to different moments: the self-check reports the inconsistency, the command
 * shows and repairs it, and the event is usable again.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RepairIT {
    private static final int PEOPLE = 12;
    private static final String PREFIX = TestDynamoDb.newPrefix();
    private static CapturedLog log;
    private static LocalUsher usher;
    private static StoredRows rows;
    private static InProcessRepair repair;

    /**
     * One row that is deleted from an event of 2 seats: p0 has one of them, p1 gave the other one to p2, p5 has left
     * the waitlist, and p3, p4 and p6 wait.
     *
     * @param warned part of the self-check's warning
     * @param shown part of what the command says
     */
    private record Damage(String eventId, String table, Map<String, AttributeValue> key, String warned, String shown) {}

    private static List<Damage> damages() {
        return List.of(
                new Damage(
                        "no-user",
                        "Users",
                        Map.of("userId", text("no-user-p4")),
                        "Users: no row for no-user-p4",
                        "Users: write no-user-p4, with the id as the name"),
                new Damage(
                        "no-event",
                        "Events",
                        Map.of("eventId", text("no-event")),
                        "Events: no row for the event",
                        "Events: restore the row from the change log"),
                registration("no-seat", "p0", "currentRegistrations is 1 more", "currentRegistrations: 2 -> 1"),
                registration("no-head", "p3", "ticket 2: entries differ", "lineFloor: 1 -> 2"),
                registration(
                        "no-last", "p6", "ticket 5: entries differ", "Waitlist: ticket 5: mark no-last-p6 as left"),
                entry("no-entry", 3, "Waitlist: ticket 3: write the row of no-entry-p4"),
                entry("no-departure", 4, "Waitlist: ticket 4: write a row without a user"),
                new Damage(
                        "no-change",
                        "Changes",
                        Map.of("eventId", text("no-change"), "version", number(11)),
                        "Changes: the last 1 versions are missing",
                        "Changes: ends with version 10, the event is at 11"));
    }

    private static Damage registration(String eventId, String person, String warned, String shown) {
        var key = Map.of("eventId", text(eventId), "userId", text(eventId + "-" + person));
        return new Damage(eventId, "Registrations", key, warned, shown);
    }

    private static Damage entry(String eventId, long ticket, String shown) {
        var key = Map.of("eventId", text(eventId), "ticket", number(ticket));
        return new Damage(eventId, "Waitlist", key, "Waitlist: no row for ticket " + ticket, shown);
    }

    @BeforeAll
    static void start() throws Exception {
        log = new CapturedLog("dev.usher.repair.ConsistencyCheck");
        var often = Map.of(
                "USHER_SWEEP_INTERVAL_MS", "1000",
                "USHER_SELF_CHECK_INTERVAL_MS", "100",
                "USHER_REQUEST_TIMEOUT_MS", "20000");
        usher = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, often);
        rows = new StoredRows(TestDynamoDb.endpoint(), PREFIX);
        repair = new InProcessRepair(TestDynamoDb.endpoint());
    }

    @AfterAll
    static void stop() throws Exception {
        usher.close();
        rows.close();
        repair.close();
        log.close();
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    /** All at the same time: each waits for the self-check. */
    @Test
    void deletedRowIsNamedShownAndMendedAndTheEventGoesOn() throws Exception {
        var damages = damages();
        ConcurrentRunner.act(damages.size(), damages.size(), i -> {
            isNamedShownAndMended(damages.get(i));
            return null;
        });
    }

    private static void isNamedShownAndMended(Damage damage) throws Exception {
        var eventId = damage.eventId();
        story(eventId);
        rows.delete(damage.table(), damage.key());

        Eventually.holds(() -> assertThat(log.lines())
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("event=" + eventId + " ") && line.contains(damage.warned())));

        var shown = repair.run(PREFIX, eventId, false);
        assertThat(shown.result()).as(eventId).hasToString("LEFT");
        assertThat(shown.lines()).anyMatch(line -> line.contains(damage.shown()));
        assertThat(repair.run(PREFIX, eventId, false)).isEqualTo(shown);

        assertThat(repair.run(PREFIX, eventId, true).result()).as(eventId).hasToString("FITS");
        goesOn(eventId);
        Eventually.holds(() -> assertThat(usher.scrape().value("usher_ledger_inconsistent_events"))
                .isZero());
        var after = repair.run(PREFIX, eventId, false);
        assertThat(after.lines()).singleElement().asString().endsWith(": consistent");
    }

    private static void story(String eventId) throws Exception {
        usher.api().event(eventId, 2, true);
        for (int i = 0; i < PEOPLE; i++) {
            usher.api().user(eventId + "-p" + i);
        }
        usher.api().patch(eventId, "{\"owner\":\"" + eventId + "-p8\"}");
        for (int i = 0; i < 7; i++) {
            usher.api().register(eventId, eventId + "-p" + i);
        }
        usher.api().unregister(eventId, eventId + "-p1");
        usher.api().unregister(eventId, eventId + "-p5");
    }

    /** Somebody comes, somebody with a seat leaves it to the head of the waitlist, and the capacity is raised. */
    private static void goesOn(String eventId) throws Exception {
        Eventually.holds(() -> assertThat(taken(eventId)).isEqualTo(2));
        var api = usher.api();
        assertThat(api.register(eventId, eventId + "-p7").status()).isEqualTo(200);
        var left = api.unregister(eventId, eventId + "-p2");
        assertThat(left.status()).isEqualTo(200);
        assertThat(left.text("promoted")).startsWith(eventId + "-");
        assertThat(api.patch(eventId, "{\"capacity\":20}").status()).isEqualTo(200);
        Eventually.holds(() -> {
            var event = api.get("/events/" + eventId).body();
            assertThat(event.get("waitlistCount").asInt()).isZero();
            assertThat(event.get("owner").asText()).isEqualTo(eventId + "-p8");
        });
        assertThat(api.register(eventId, eventId + "-p8").text("status")).isNotNull();
        assertThat(api.unregister(eventId, eventId + "-p8").status()).isEqualTo(200);
    }

    private static int taken(String eventId) throws Exception {
        return usher.api()
                .get("/events/" + eventId)
                .body()
                .get("currentRegistrations")
                .asInt();
    }

    @Test
    void jarShowsAndMendsAndItsStatusTellsWhich() throws Exception {
        story("jar");
        assertThat(run("--repair", "no-such-event").exit()).isEqualTo(1);
        assertThat(run("--repair", "jar", "--wirte").exit()).isEqualTo(2);
        rows.delete("Waitlist", Map.of("eventId", text("jar"), "ticket", number(3)));

        var shown = run("--repair", "jar");
        assertThat(shown.exit()).isEqualTo(3);
        assertThat(said(shown))
                .containsExactly(
                        "event=jar version=11 registrations=5: inconsistent",
                        "Waitlist: ticket 3: write the row of jar-p4",
                        "Changes: write version 12",
                        "nothing was changed: run with --write to apply");
        var written = run("--repair", "jar", "--write");
        assertThat(written.exit()).isZero();
        assertThat(said(written)).endsWith("repaired: version=12");
        assertThat(repair.run(PREFIX, "jar", false).lines())
                .containsExactly("event=jar version=12 registrations=5: consistent");
        goesOn("jar");
    }

    /** Without the log. */
    private static List<String> said(JarRun run) {
        return run.said().lines().filter(line -> !line.startsWith("{")).toList();
    }

    private static JarRun run(String... arguments) throws Exception {
        var environment = JarRun.environment(TestDynamoDb.endpoint());
        environment.put("USHER_TABLE_PREFIX", PREFIX);
        return JarRun.of(environment, arguments);
    }

    @Test
    void oversoldEventTellsTheTruthAndTakesNobodyUntilItFits() throws Exception {
        story("oversold");
        rows.seated("oversold", "oversold-p7");
        rows.seated("oversold", "oversold-p8");

        var written = repair.run(PREFIX, "oversold", true);
        assertThat(written.result()).hasToString("LEFT");
        assertThat(written.lines())
                .anyMatch(line -> line.startsWith("capacity 2, registered rows 4: no seat is assigned until"));
        var api = usher.api();
        assertThat(taken("oversold")).isEqualTo(4);
        assertThat(api.register("oversold", "oversold-p9").text("status")).isEqualTo("waitlisted");
        for (var person : List.of("p7", "p8")) {
            var left = api.unregister("oversold", "oversold-" + person);
            assertThat(left.status()).isEqualTo(200);
            assertThat(left.body().hasNonNull("promoted")).isFalse();
        }
        goesOn("oversold");
    }

    /**
     * Every table but one is restored to the end of a story, and that one to an earlier moment; and the opposite. Comes
     * last: the self-check of the others would read all these events, too.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    void tablesThatWereRestoredToDifferentMomentsFitAgain() throws Exception {
        var tables = List.of("Events", "Registrations", "Waitlist", "Changes");
        story("restored");
        var moments = new ArrayList<Map<String, List<Map<String, AttributeValue>>>>();
        var api = usher.api();
        moments.add(copy(tables));
        for (int i = 7; i < PEOPLE; i++) {
            api.register("restored", "restored-p" + i);
        }
        moments.add(copy(tables));
        api.unregister("restored", "restored-p2");
        api.unregister("restored", "restored-p4");
        api.patch("restored", "{\"capacity\":4}");
        api.unregister("restored", "restored-p9");
        Eventually.holds(() -> assertThat(taken("restored")).isEqualTo(4));
        moments.add(copy(tables));

        int kinds = moments.size() * tables.size();
        ConcurrentRunner.act(moments.size() * kinds, 4, i -> {
            var most = moments.get(i / kinds);
            var odd = moments.get(i % moments.size());
            if (most != odd) {
                restored(tables.get(i / moments.size() % tables.size()), odd, most);
            }
            return null;
        });
    }

    private static Map<String, List<Map<String, AttributeValue>>> copy(List<String> tables) {
        var copies = new HashMap<String, List<Map<String, AttributeValue>>>();
        tables.forEach(table -> copies.put(
                table,
                rows.all(table).stream()
                        .filter(row -> row.get("eventId").s().equals("restored"))
                        .toList()));
        return copies;
    }

    /** As another event, so that one server is enough. */
    private static void restored(
            String odd,
            Map<String, List<Map<String, AttributeValue>>> oddMoment,
            Map<String, List<Map<String, AttributeValue>>> moment)
            throws Exception {
        var eventId = "again-" + UUID.randomUUID();
        moment.forEach((table, items) -> {
            for (var item : table.equals(odd) ? oddMoment.get(table) : items) {
                var copy = new HashMap<>(item);
                copy.put("eventId", text(eventId));
                copy.computeIfPresent("owed", (owed, was) -> text(eventId));
                rows.putAll(table, List.of(copy));
            }
        });
        var written = repair.run(PREFIX, eventId, true);
        var after = repair.run(PREFIX, eventId, false);
        assertThat(after.lines().get(0)).as("%s: %s", odd, written.lines()).endsWith(": consistent");
        assertThat(written.result()).as("%s: %s", odd, written.lines()).isEqualTo(after.result());
        assertThat(usher.api().patch(eventId, "{\"capacity\":12}").status()).isEqualTo(200);
        Eventually.holds(() -> assertThat(usher.api()
                        .get("/events/" + eventId)
                        .body()
                        .get("waitlistCount")
                        .asInt())
                .isZero());
        assertThat(usher.api().register(eventId, "restored-p1").text("status")).isEqualTo("registered");
    }

    @Test
    void repairBesideRunningLoadLosesNobody() throws Exception {
        story("busy");
        for (int i = 0; i < 40; i++) {
            usher.api().user("busy-q" + i);
        }
        rows.delete("Registrations", Map.of("eventId", text("busy"), "userId", text("busy-p0")));
        rows.delete("Waitlist", Map.of("eventId", text("busy"), "ticket", number(3)));
        var over = new AtomicBoolean();
        var failed = new CopyOnWriteArrayList<String>();
        var hands = Stream.of(0, 1, 2, 3)
                .map(hand -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; !over.get(); i++) {
                        comeAndGo("busy-q" + (hand * 10 + i % 10), failed);
                    }
                }))
                .toList();
        try {
            assertThat(repair.run(PREFIX, "busy", true).result()).hasToString("FITS");
        } finally {
            over.set(true);
            for (var hand : hands) {
                hand.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(failed).isEmpty();
        assertThat(repair.run(PREFIX, "busy", false).lines())
                .singleElement()
                .asString()
                .endsWith(": consistent");
        goesOn("busy");
    }

    private static void comeAndGo(String userId, List<String> failed) {
        try {
            var came = usher.api().register("busy", userId);
            var went = usher.api().unregister("busy", userId);
            boolean busy = came.status() == 503 || went.status() == 503;
            if (!busy && (came.status() != 200 || went.status() != 200)) {
                failed.add(userId + ": " + came + ", " + went);
            }
        } catch (Exception e) {
            failed.add(userId + ": " + e);
        }
    }
}
