package dev.usher.repair.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.model.RegistrationChange.Kind;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.model.summary.RosterDigest;
import dev.usher.service.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Rows that are read in parts while the event moves on. */
class RowSumsTest {
    private static final Timestamp NOW = new Timestamp("2026-03-01T10:15:30.123Z");

    private final TreeMap<String, Registration> registrations = new TreeMap<>();
    private final TreeMap<Long, Entry> waitlist = new TreeMap<>();
    private int taken;
    private int waiting;
    private long lastTicket;
    private long floor;
    private long version = 1;

    @Test
    void rowsThatFitHaveNoFindingsHoweverTheyMoveMeanwhile() {
        for (long seed = 0; seed < 300; seed++) {
            var test = new RowSumsTest();
            assertThat(test.passed(new Random(seed), 4)).as("seed " + seed).isEmpty();
        }
    }

    @Test
    void eachDamagedRowIsFoundHoweverTheOthersMoveMeanwhile() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var test = new RowSumsTest();
            test.turns(random, 60);
            if (test.damage(random)) {
                assertThat(test.read(random, 0)).as("seed " + seed).isNotEmpty();
            }
        }
    }

    @Test
    void findingsNameTheTicketAndTheCounter() {
        seat("ann");
        join("ben");
        join("cat");
        join("dan");
        registrations.remove("ann");
        registrations.remove("ben");
        waitlist.remove(2L);

        assertThat(read(new Random(1), 0))
                .containsExactlyInAnyOrder(
                        "Events: currentRegistrations is 1 more than the registered rows",
                        "Events: waitlistCount is 1 more than the waitlisted registrations",
                        "Events: waitlistCount is 1 more than the waitlist entries",
                        "Waitlist: no row for ticket 2",
                        "Waitlist: ticket 1: entries differ from the waitlisted registrations",
                        "Waitlist: ticket 2: entries differ from the waitlisted registrations");
    }

    @Test
    void digestIsKnownUnlessTheEventHasMoved() {
        seat("ann");
        join("ben");
        var sums = new RowSums(event());
        sums.addRegistrations(List.copyOf(registrations.values()), true);
        sums.addEntries(List.copyOf(waitlist.values()), true);
        assertThat(sums.digest())
                .contains(registrations.values().stream()
                        .mapToLong(RosterDigest::of)
                        .sum());

        var log = List.of(turn(() -> seat("cat")));
        assertThat(sums.advance(event(), log)).isTrue();
        assertThat(sums.digest()).isEmpty();
        assertThat(sums.findings(0)).isEmpty();
    }

    @Test
    void missingVersionEndsThePass() {
        seat("ann");
        var sums = new RowSums(event());
        turn(() -> seat("ben"));
        var later = turn(() -> seat("cat"));
        assertThat(sums.advance(event(), List.of(later))).isFalse();
    }

    @Test
    void changeLogBesideTheEventIsFound() {
        var ahead = new RowSums(event());
        ahead.addRegistrations(List.of(), true);
        ahead.addEntries(List.of(), true);
        assertThat(ahead.findings(3)).containsExactly("Changes: has 3 versions above the event's");
        assertThat(new RowSums(event().with(Event.Counts.NEW)).findings(-1))
                .containsExactly("Changes: the last 1 versions are missing");
        assertThat(new RowSums(event()).findings(-1)).isEmpty();
    }

    private List<String> passed(Random random, int turnsBetween) {
        turns(random, 40);
        return read(random, turnsBetween);
    }

    /** Reads in small pages, with turns between them. */
    private List<String> read(Random random, int turnsBetween) {
        var sums = new RowSums(event());
        while (!sums.complete()) {
            var log = turns(random, turnsBetween == 0 ? 0 : random.nextInt(turnsBetween));
            int part = random.nextInt(log.size() + 1);
            assertThat(sums.advance(event(), log.subList(0, part))).isTrue();
            assertThat(sums.advance(event(), log.subList(part, log.size()))).isTrue();
            int size = 1 + random.nextInt(5);
            if (sums.registrationsRead()) {
                var rest =
                        List.copyOf(waitlist.tailMap(sums.lastTicket(), false).values());
                sums.addEntries(rest.subList(0, Math.min(size, rest.size())), rest.size() <= size);
            } else {
                var after = sums.lastUser();
                var rest = List.copyOf((after == null ? registrations : registrations.tailMap(after, false)).values());
                sums.addRegistrations(rest.subList(0, Math.min(size, rest.size())), rest.size() <= size);
            }
        }
        return List.copyOf(sums.findings(0));
    }

    /** @return false where there was nothing to damage */
    private boolean damage(Random random) {
        var users = List.copyOf(registrations.keySet());
        var tickets = List.copyOf(waitlist.tailMap(floor, false).keySet());
        if (random.nextBoolean()) {
            return !users.isEmpty() && registrations.remove(users.get(random.nextInt(users.size()))) != null;
        }
        return !tickets.isEmpty() && waitlist.remove(tickets.get(random.nextInt(tickets.size()))) != null;
    }

    private List<LoggedTurn> turns(Random random, int turns) {
        var log = new ArrayList<LoggedTurn>();
        for (int i = 0; i < turns; i++) {
            log.add(turn(() -> change(random)));
        }
        return log;
    }

    private List<RegistrationChange> change(Random random) {
        var userId = "u" + random.nextInt(40);
        if (!registrations.containsKey(userId)) {
            return waiting == 0 && random.nextInt(3) > 0 ? seat(userId) : join(userId);
        }
        return random.nextInt(3) == 0 && waiting > 0 ? promote() : leave(userId);
    }

    private LoggedTurn turn(Supplier<List<RegistrationChange>> change) {
        var changes = change.get();
        version++;
        return new LoggedTurn("e", NOW, event().counts(), changes, Optional.empty());
    }

    private List<RegistrationChange> seat(String userId) {
        taken++;
        registrations.put(userId, new Registration("e", userId, Status.REGISTERED, NOW, null, null, "k"));
        return List.of(new RegistrationChange(Kind.REGISTERED, userId, null, "k", null));
    }

    private List<RegistrationChange> join(String userId) {
        waiting++;
        long ticket = ++lastTicket;
        registrations.put(userId, new Registration("e", userId, Status.WAITLISTED, NOW, ticket, null, "k"));
        waitlist.put(ticket, new Entry(ticket, userId, false));
        return List.of(new RegistrationChange(Kind.WAITLISTED, userId, ticket, "k", null));
    }

    private List<RegistrationChange> promote() {
        var head = waitlist.tailMap(floor, false).values().stream()
                .filter(entry -> !entry.left())
                .findFirst()
                .orElseThrow();
        waiting--;
        taken++;
        registrations.put(
                head.userId(), new Registration("e", head.userId(), Status.REGISTERED, NOW, head.ticket(), NOW, "k"));
        floor = waiting == 0 ? lastTicket : head.ticket();
        return List.of(new RegistrationChange(Kind.PROMOTED, head.userId(), head.ticket()));
    }

    private List<RegistrationChange> leave(String userId) {
        var row = registrations.remove(userId);
        if (!row.waits()) {
            taken--;
            return List.of(new RegistrationChange(Kind.LEFT, userId, null));
        }
        waiting--;
        waitlist.put(row.ticket(), new Entry(row.ticket(), userId, true));
        floor = waiting == 0 ? lastTicket : floor;
        return List.of(new RegistrationChange(Kind.LEFT, userId, row.ticket()));
    }

    private Event event() {
        return new Event(
                "e", "Concert", 100, true, new Event.Counts(taken, waiting, lastTicket, floor, version), NOW, null);
    }
}
