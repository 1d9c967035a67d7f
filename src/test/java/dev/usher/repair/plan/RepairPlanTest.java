package dev.usher.repair.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.usher.events.Event;
import dev.usher.events.EventField;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.model.RegistrationChange.Kind;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.service.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A healthy event of 2 seats: ann and ben have them, ben with ticket 1; dan left with ticket 2; cat waits with ticket
 * 3, eve with ticket 4. Each test damages it.
 */
class RepairPlanTest {
    private static final Timestamp NOW = new Timestamp("2026-03-01T10:15:30.123Z");
    private static final int MANY = 1_000;

    private final EventRows healthy = rows(2, 2, 2, 4, 1, 7);

    RepairPlanTest() {
        healthy.put(seated("ann", null));
        healthy.put(seated("ben", 1L));
        healthy.put(waiting("cat", 3));
        healthy.put(waiting("eve", 4));
        healthy.put(new Entry(2, "dan", true));
        healthy.put(new Entry(3, "cat", false));
        healthy.put(new Entry(4, "eve", false));
        healthy.departures().add(2L);
        withDigest(healthy);
    }

    @Test
    void healthyEventNeedsNothing() {
        assertThat(RepairPlan.of(healthy, NOW).lines()).isEmpty();
        assertThat(RepairPlan.of(healthy, NOW).notes()).isEmpty();
    }

    @Test
    void departuresThatAreCountedWronglyAreCountedAnew() {
        healthy.departures().clear();
        healthy.departures().add(3L);

        assertThat(lines(healthy))
                .containsExactly("Waitlist: count 1 departures of tickets 1 to 4000", "Changes: write version 8");
        assertThat(repaired(healthy).departures()).containsExactly(2L);
    }

    @Test
    void newEventNeedsNothing() {
        var fresh = new EventRows(event(5, Event.Counts.NEW), true, new LastLogged(1, true));
        assertThat(RepairPlan.of(fresh, NOW).lines()).isEmpty();
    }

    @Test
    void missingSeatLowersTheCounterAndOwesTheSeat() {
        healthy.set("ann", Optional.empty());

        assertThat(lines(healthy))
                .containsExactly(
                        "Events: currentRegistrations: 2 -> 1",
                        "Events: rosterDigest: recompute",
                        "Events: owed: add",
                        "Changes: write version 8");
        assertThat(repaired(healthy).event().seatsOwed(NOW.moment())).isEqualTo(1);
    }

    static Stream<Arguments> damages() {
        var noTicket = new Registration("e", "ann", Status.WAITLISTED, NOW, null, null, "key");
        return Stream.of(
                damage(
                        "missing registration of the head",
                        rows -> rows.set("cat", Optional.empty()),
                        "Events: waitlistCount: 2 -> 1",
                        "Events: lineFloor: 1 -> 3"),
                damage(
                        "missing registration behind the head",
                        rows -> rows.set("eve", Optional.empty()),
                        "Events: waitlistCount: 2 -> 1",
                        "Waitlist: ticket 4: mark eve as left",
                        "Waitlist: count 2 departures of tickets 1 to 4000"),
                damage(
                        "missing entry of a registration",
                        rows -> rows.set(4, Optional.empty()),
                        "Waitlist: ticket 4: write the row of eve"),
                damage(
                        "missing entry of a departure below the head",
                        rows -> rows.set(2, Optional.empty()),
                        "Events: lineFloor: 1 -> 2"),
                damage(
                        "registration that waits below the floor",
                        rows -> rows.put(waiting("ben", 1)),
                        "Events: currentRegistrations: 2 -> 1",
                        "Events: waitlistCount: 2 -> 3",
                        "Events: lineFloor: 1 -> 0",
                        "Waitlist: ticket 1: write the row of ben"),
                damage(
                        "registration that waits without a ticket",
                        rows -> rows.put(noTicket),
                        "Events: currentRegistrations: 2 -> 1",
                        "Events: waitlistCount: 2 -> 3",
                        "Events: lastTicket: 4 -> 5",
                        "Registrations: ann: ticket none -> 5"),
                damage(
                        "two that wait with one ticket",
                        rows -> rows.put(waiting("ann", 4)),
                        "Events: lastTicket: 4 -> 5",
                        "Registrations: ann: ticket 4 -> 5"),
                damage(
                        "entry of another user",
                        rows -> rows.put(new Entry(4, "zoe", false)),
                        "Waitlist: ticket 4: write the row of eve"),
                damage(
                        "entry marked left",
                        rows -> rows.put(new Entry(3, "cat", true)),
                        "Waitlist: ticket 3: write the row of cat"),
                damage(
                        "seat with a ticket behind the head",
                        rows -> rows.put(seated("eve", 4L)),
                        "Waitlist: ticket 4: mark eve as left",
                        "Waitlist: count 2 departures of tickets 1 to 4000"),
                damage(
                        "missing user",
                        rows -> rows.strangers().put("ann", rows.registrations().get("ann")),
                        "Users: write ann, with the id as the name"));
    }

    private static Arguments damage(String name, Consumer<EventRows> damage, String... lines) {
        return arguments(name, damage, lines);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void damageIsMendedByTheseLines(String name, Consumer<EventRows> damage, String[] lines) {
        damage.accept(healthy);
        assertThat(lines(healthy)).contains(lines).contains("Changes: write version 8");
        assertThat(lines(healthy))
                .filteredOn(line -> line.matches("(Waitlist|Registrations|Users): .*"))
                .allMatch(List.of(lines)::contains);
        repaired(healthy);
    }

    @Test
    void missingEntryOfADepartureBehindTheHeadIsWrittenWithoutAUser() {
        healthy.set("eve", Optional.empty());
        healthy.set(4, Optional.empty());
        healthy.put(waiting("fay", 5));
        healthy.put(new Entry(5, "fay", false));

        assertThat(lines(healthy))
                .contains("Waitlist: ticket 4: write a row without a user", "Events: lastTicket: 4 -> 5");
        assertThat(repaired(healthy).waitlist().get(4L)).isEqualTo(new Entry(4, Entry.NO_USER, true));
    }

    @Test
    void olderEventRowFollowsItsRegistrationsAndItsChangeLog() {
        var older = rows(2, 1, 0, 0, 0, 3, 9);
        older.put(seated("ann", null));
        older.put(seated("ben", 1L));
        older.put(waiting("cat", 2));
        older.put(new Entry(1, "ben", false));
        older.put(new Entry(2, "cat", false));

        assertThat(lines(older))
                .containsExactly(
                        "Events: currentRegistrations: 1 -> 2",
                        "Events: waitlistCount: 0 -> 1",
                        "Events: lastTicket: 0 -> 2",
                        "Events: lineFloor: 0 -> 1",
                        "Events: rosterDigest: recompute",
                        "Changes: ends with version 9, the event is at 3",
                        "Changes: write version 10");
        assertThat(repaired(older).event().version()).isEqualTo(10);
    }

    @Test
    void changeLogThatEndsBeforeTheEventGoesOnBehindIt() {
        var late = healthyRows(healthy.event(), true, new LastLogged(5, true));
        assertThat(lines(late))
                .containsExactly("Changes: ends with version 5, the event is at 7", "Changes: write version 8");
        repaired(late);

        var expired = healthyRows(healthy.event(), true, new LastLogged(0, false));
        assertThat(lines(expired)).isEmpty();
    }

    @Test
    void eventThatPromotesNoMoreOwesNoSeat() {
        var event = healthy.event();
        for (boolean inIndex : new boolean[] {false, true}) {
            var counts = counts(1, 2, 4, 1, 7);
            var started = event.amended(
                            event.terms().with(EventField.STARTS_AT, NOW.moment()), Event.Status.SCHEDULED, 7)
                    .with(counts)
                    .indexedAt(NOW.moment().minusMillis(inIndex ? 1 : 0));
            var rows = healthyRows(started, true, new LastLogged(7, true));
            rows.set("ann", Optional.empty());
            withDigest(rows);
            assertThat(rows.event().owed()).isEqualTo(inIndex);
            assertThat(lines(rows)).isEmpty();
        }
    }

    @Test
    void missingEventIsWrittenAsANewRow() {
        var lost = healthyRows(healthy.event(), false, new LastLogged(7, true));
        var turn = RepairPlan.of(lost, NOW).turn(98);
        assertThat(turn.before()).isEmpty();
        assertThat(turn.after().version()).isEqualTo(8);
        assertThat(lines(lost))
                .containsExactly("Events: restore the row from the change log", "Changes: write version 8");
        repaired(lost);
    }

    @Test
    void oversoldEventSaysSoAndKeepsEveryRow() {
        healthy.put(seated("fay", null));

        assertThat(RepairPlan.of(healthy, NOW).notes())
                .containsExactly("capacity 2, registered rows 3: no seat is assigned until enough users leave or the"
                        + " capacity is raised");
        var after = repaired(healthy);
        assertThat(after.event().counts().currentRegistrations()).isEqualTo(3);
        assertThat(after.event().seatsOwed(NOW.moment())).isNotPositive();
        assertThat(RepairPlan.of(after, NOW).notes()).isNotEmpty();
    }

    @Test
    void manyCorrectionsTakeSeveralTurnsEachOfWhichFits() {
        var many = rows(2, 0, 0, 0, 0, 1);
        for (int i = 1; i <= MANY; i++) {
            many.put(
                    i % 10 == 0
                            ? new Registration("e", "w" + i, Status.WAITLISTED, NOW, null, null, null)
                            : waiting("w" + i, i));
        }

        int turns = 0;
        while (!lines(many).isEmpty()) {
            var turn = RepairPlan.of(many, NOW).turn(98);
            assertThat(turn.corrections().stream().mapToInt(Correction::cost).sum())
                    .isLessThanOrEqualTo(98);
            many.apply(turn);
            assertThat(many.event().counts().rosterDigest()).isEqualTo(many.digest());
            turns++;
        }
        assertThat(turns).isBetween(11, 13);
        assertThat(many.event().counts().waitlistCount()).isEqualTo(MANY);
        assertThat(many.event().counts().lastTicket()).isEqualTo(MANY - 1 + MANY / 10);
    }

    @Test
    void anyDamageIsMended() {
        for (long seed = 0; seed < 2_000; seed++) {
            repaired(damaged(new Random(seed)));
        }
    }

    @Test
    void changeLogTakesRowsToItsVersions() {
        var log = List.of(
                logged(
                        8,
                        counts(2, 2, 5, 3, 8),
                        new RegistrationChange(Kind.LEFT, "ann", null),
                        new RegistrationChange(Kind.PROMOTED, "cat", 3L),
                        new RegistrationChange(Kind.WAITLISTED, "fay", 5L, "key", null)),
                logged(
                        9,
                        counts(1, 1, 5, 4, 9),
                        new RegistrationChange(Kind.LEFT, "eve", 4L),
                        new RegistrationChange(Kind.LEFT, "cat", null)),
                logged(10, counts(2, 1, 5, 4, 10), new RegistrationChange(Kind.REGISTERED, "gil", null, "g", null)));

        assertThat(healthy.advance(log.subList(1, 2), 9)).isFalse();
        assertThat(healthy.advance(log, 9)).isTrue();
        assertThat(healthy.registrations()).containsOnlyKeys("ben", "fay");
        assertThat(healthy.waitlist().get(4L)).isEqualTo(new Entry(4, "eve", true));
        assertThat(healthy.advance(log.subList(2, 3), 10)).isTrue();
        assertThat(lines(healthy)).containsExactly("Events: rosterDigest: recompute", "Changes: write version 11");
    }

    private EventRows healthyRows(Event event, boolean exists, LastLogged logged) {
        var rows = new EventRows(event, exists, logged);
        healthy.registrations().values().forEach(rows::put);
        healthy.waitlist().values().forEach(rows::put);
        rows.departures().addAll(healthy.departures());
        return rows;
    }

    private static EventRows damaged(Random random) {
        int tickets = random.nextInt(12);
        var rows = rows(
                1 + random.nextInt(6),
                random.nextInt(6),
                random.nextInt(6),
                random.nextInt(12),
                random.nextInt(12),
                1 + random.nextInt(20));
        for (int user = 0; user < 12; user++) {
            var id = "u" + user;
            long ticket = 1 + random.nextInt(12);
            switch (random.nextInt(4)) {
                case 0 -> rows.put(seated(id, random.nextBoolean() ? null : (Long) ticket));
                case 1 -> rows.put(waiting(id, ticket));
                case 2 -> rows.put(new Registration("e", id, Status.WAITLISTED, NOW, null, null, null));
                default -> {}
            }
        }
        for (int i = 0; i < tickets; i++) {
            rows.put(new Entry(1 + random.nextInt(14), "u" + random.nextInt(14), random.nextBoolean()));
        }
        return rows;
    }

    private static List<String> lines(EventRows rows) {
        return RepairPlan.of(rows, NOW).lines();
    }

    /** Carries the plan out, small turns that they are, and holds the rows against the invariants. */
    private static EventRows repaired(EventRows rows) {
        for (int turns = 0; !lines(rows).isEmpty(); turns++) {
            assertThat(turns).isLessThan(100);
            rows.apply(RepairPlan.of(rows, NOW).turn(3));
        }
        var counts = rows.event().counts();
        var waiting = new ArrayList<Entry>();
        rows.registrations().values().stream()
                .filter(Registration::waits)
                .forEach(row -> waiting.add(new Entry(row.ticket(), row.userId(), false)));
        var waitlist = rows.waitlist().tailMap(counts.lineFloor(), false).values();
        assertThat(waitlist).filteredOn(entry -> !entry.left()).containsExactlyInAnyOrderElementsOf(waiting);
        assertThat((long) waitlist.size()).isEqualTo(counts.lastTicket() - counts.lineFloor());
        assertThat(counts.waitlistCount()).isEqualTo(waiting.size());
        assertThat(counts.currentRegistrations()).isEqualTo(rows.registrations().size() - waiting.size());
        assertThat(counts.rosterDigest()).isEqualTo(rows.digest());
        assertThat(rows.event().owed()).isEqualTo(rows.event().seatsOwed(NOW.moment()) > 0);
        return rows;
    }

    private static void withDigest(EventRows rows) {
        var was = rows.event().counts();
        rows.apply(new RepairTurn(
                Optional.of(rows.event()),
                rows.event()
                        .with(new Event.Counts(
                                was.currentRegistrations(),
                                was.waitlistCount(),
                                was.lastTicket(),
                                was.lineFloor(),
                                was.version(),
                                rows.digest())),
                List.of(),
                NOW));
    }

    private static LoggedTurn logged(long version, Event.Counts counts, RegistrationChange... changes) {
        assertThat(counts.version()).isEqualTo(version);
        return new LoggedTurn("e", NOW, counts, List.of(changes), Optional.empty());
    }

    private static Event.Counts counts(int taken, int waiting, long lastTicket, long floor, long version) {
        return new Event.Counts(taken, waiting, lastTicket, floor, version);
    }

    private static EventRows rows(int capacity, int taken, int waiting, long lastTicket, long floor, long version) {
        return rows(capacity, taken, waiting, lastTicket, floor, version, version);
    }

    private static EventRows rows(
            int capacity, int taken, int waiting, long lastTicket, long floor, long version, long logged) {
        return new EventRows(
                event(capacity, counts(taken, waiting, lastTicket, floor, version)),
                true,
                new LastLogged(logged, true));
    }

    private static Event event(int capacity, Event.Counts counts) {
        return new Event("e", "Concert", capacity, true, counts, NOW, null);
    }

    private static Registration seated(String userId, Long ticket) {
        return new Registration(
                "e", userId, Status.REGISTERED, NOW, ticket, ticket == null ? null : NOW, "key-" + userId);
    }

    private static Registration waiting(String userId, long ticket) {
        return new Registration("e", userId, Status.WAITLISTED, NOW, ticket, null, "key-" + userId);
    }
}
