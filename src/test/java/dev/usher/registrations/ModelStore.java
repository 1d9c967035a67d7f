package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.model.summary.Departures;
import dev.usher.registrations.store.CommitResult;
import dev.usher.registrations.store.Snapshot;
import dev.usher.service.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One event's rows in memory, with every condition of a turn checked as the store checks it, and the invariants after
 * every commit.
 */
public final class ModelStore {
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    public static final Timestamp CREATED = Timestamp.of(NOW);

    /** Row of a user who never waited. */
    public static Registration seated(String userId) {
        return new Registration("e", userId, Registration.Status.REGISTERED, CREATED, null, null, null);
    }

    /** Row of a user on the waitlist. */
    public static Registration waiting(String userId, long ticket) {
        return new Registration("e", userId, Registration.Status.WAITLISTED, CREATED, ticket, null, null);
    }

    /** An event with a waitlist. */
    public static Event event(int capacity, Event.Counts counts) {
        return new Event("e", "Event", capacity, true, counts, CREATED, null);
    }

    Event event;
    final Map<String, Registration> rows = new HashMap<>();
    final TreeMap<Long, WaitlistPrefix.Entry> waitlist = new TreeMap<>();
    /** How many rows of the waitlist one read takes. */
    int maxRows = Integer.MAX_VALUE;

    final TreeSet<Long> departures = new TreeSet<>();
    /** Whether a read of the waitlist passes over the departures at its front. */
    boolean passesDepartures;

    final TreeMap<Long, LoggedTurn> log = new TreeMap<>();
    private long highestPromoted;

    ModelStore(int capacity, boolean hasWaitlist) {
        this(new EventDetails("Event", capacity, hasWaitlist));
    }

    ModelStore(EventDetails terms) {
        event = new Event("e", terms, Event.Status.SCHEDULED, Event.Counts.NEW, CREATED, null, null);
    }

    CommitResult commit(Turn turn) {
        checkShape(turn);
        boolean stale = event.version() != turn.before().version();
        Map<String, Optional<Registration>> refutedRows = new HashMap<>();
        for (var change : turn.rows()) {
            var stands = Optional.ofNullable(rows.get(change.userId()));
            if (!asAssumed(change.before(), stands)) {
                refutedRows.put(change.userId(), stands);
            }
        }
        var others = new LinkedHashSet<String>();
        turn.entries().stream()
                .filter(change -> !asAssumed(change))
                .forEach(change -> others.add("Waitlist ticket " + change.ticket()));
        if (stale || !others.isEmpty() || !refutedRows.isEmpty()) {
            return new CommitResult.ConditionFailed(stale ? Optional.of(event) : Optional.empty(), refutedRows, others);
        }
        write(turn);
        log.put(turn.after().version(), turn.logged());
        checkInvariants();
        return new CommitResult.Committed();
    }

    private static boolean asAssumed(Optional<Registration> assumed, Optional<Registration> stands) {
        if (assumed.isEmpty() || stands.isEmpty()) {
            return assumed.isEmpty() && stands.isEmpty();
        }
        return assumed.get().status() == stands.get().status()
                && java.util.Objects.equals(
                        assumed.get().confirmBy(), stands.get().confirmBy())
                && java.util.Objects.equals(assumed.get().ticket(), stands.get().ticket());
    }

    private boolean asAssumed(Turn.EntryChange change) {
        if (change.deletes()) {
            return true;
        }
        var entry = waitlist.get(change.ticket());
        return change.joins()
                ? entry == null
                : entry != null && !entry.left() && entry.userId().equals(change.userId());
    }

    private void checkShape(Turn turn) {
        int description = turn.before().descriptionVersion() == turn.after().descriptionVersion() ? 0 : 2;
        assertThat(2 + turn.rows().size() + turn.entries().size() + departureRows(turn) + description)
                .as("actions")
                .isLessThanOrEqualTo(100);
        var items = new HashSet<String>();
        turn.rows().forEach(change -> assertThat(items.add("row " + change.userId()))
                .isTrue());
        turn.entries().forEach(change -> assertThat(items.add("ticket " + change.ticket()))
                .isTrue());
        assertThat(turn.after().version()).isEqualTo(turn.before().version() + 1);
        assertThat(turn.after().counts().lineFloor())
                .isGreaterThanOrEqualTo(turn.before().counts().lineFloor());
        assertThat(turn.after().counts().lastTicket())
                .isGreaterThanOrEqualTo(turn.before().counts().lastTicket());
    }

    private static long departureRows(Turn turn) {
        return turn.departures().stream().map(Departures::row).distinct().count();
    }

    private void write(Turn turn) {
        event = turn.after();
        turn.departures().forEach(ticket -> assertThat(departures.add(ticket))
                .as("a departure is counted once")
                .isTrue());
        for (var change : turn.rows()) {
            if (change.before().equals(change.after())) {
                continue;
            }
            change.after()
                    .ifPresentOrElse(
                            after -> rows.put(change.userId(), whole(after)), () -> rows.remove(change.userId()));
            change.after()
                    .ifPresent(after ->
                            assertThat(after.version()).as("version of the row").isEqualTo(event.version()));
            change.after()
                    .filter(after -> after.promotedAt() != null && !sameTicketPromoted(change))
                    .ifPresent(this::promoted);
        }
        for (var change : turn.entries()) {
            if (change.deletes()) {
                assertThat(change.ticket())
                        .as("no row above the floor is deleted")
                        .isLessThanOrEqualTo(event.counts().lineFloor());
                waitlist.remove(change.ticket());
            } else {
                waitlist.put(
                        change.ticket(), new WaitlistPrefix.Entry(change.ticket(), change.userId(), change.left()));
            }
        }
    }

    private static boolean sameTicketPromoted(Turn.RowChange change) {
        return change.before().filter(before -> before.promotedAt() != null).isPresent();
    }

    /** I4: no ticket is promoted after a higher one. */
    private void promoted(Registration row) {
        highestPromoted = Math.max(highestPromoted, row.ticket());
    }

    /** A promoted row that was planned unread keeps what is stored. */
    private Registration whole(Registration after) {
        if (after.registeredAt() != null) {
            return after;
        }
        var stored = rows.get(after.userId());
        return new Registration(
                stored.eventId(),
                stored.userId(),
                after.status(),
                stored.registeredAt(),
                after.ticket(),
                after.promotedAt(),
                stored.requestKey(),
                after.version(),
                after.confirmBy());
    }

    List<WaitlistPrefix.Entry> waitingEntries() {
        return waitlist.tailMap(event.counts().lineFloor(), false).values().stream()
                .filter(entry -> !entry.left())
                .toList();
    }

    void checkInvariants() {
        var counts = event.counts();
        long registered = rows.values().stream().filter(row -> !row.waits()).count();
        long waitlisted = rows.values().stream().filter(Registration::waits).count();
        assertThat(counts.currentRegistrations()).as("I1").isBetween(0, event.capacity());
        assertThat((long) counts.currentRegistrations()).as("I2 seats").isEqualTo(registered);
        assertThat((long) counts.waitlistCount()).as("I2 waitlist").isEqualTo(waitlisted);
        var waiting = waitingEntries();
        assertThat(waiting).as("I2 entries").hasSize((int) waitlisted);
        for (var entry : waiting) {
            assertThat(rows.get(entry.userId()).ticket()).as("I5").isEqualTo(entry.ticket());
            assertThat(entry.ticket()).as("I4").isGreaterThan(highestPromoted);
        }
        for (var entry : waitlist.headMap(counts.lineFloor(), true).values()) {
            assertThat(entry.left() || isRegisteredWith(entry))
                    .as("a row at or below the floor names a user with a seat")
                    .isTrue();
        }
        for (long t = counts.lineFloor() + 1; t <= counts.lastTicket(); t++) {
            assertThat(waitlist).as("no gap above the floor").containsKey(t);
            assertThat(departures.contains(t))
                    .as("counted departure")
                    .isEqualTo(waitlist.get(t).left());
        }
    }

    private boolean isRegisteredWith(WaitlistPrefix.Entry entry) {
        var row = rows.get(entry.userId());
        return row != null && row.ticket() != null && row.ticket() == entry.ticket();
    }

    Snapshot snapshot(Set<String> users) {
        var read = new HashMap<String, Optional<Registration>>();
        users.forEach(user -> read.put(user, Optional.ofNullable(rows.get(user))));
        return new Snapshot(Optional.of(event), read);
    }

    List<LoggedTurn> changes(long after, int max) {
        return log.tailMap(after, false).values().stream().limit(max).toList();
    }

    Departures departures(long floor) {
        return new Departures(floor, departures.stream().mapToLong(Long::longValue));
    }

    WaitlistPrefix read(long floor, int waiting) {
        long above = passesDepartures ? departures(floor).firstWaiting() - 1 : floor;
        var entries = new ArrayList<WaitlistPrefix.Entry>();
        int found = 0;
        for (var entry : waitlist.tailMap(above, false).values()) {
            if (found == waiting || entries.size() == maxRows) {
                return new WaitlistPrefix(above, entries, false);
            }
            entries.add(entry);
            found += entry.left() ? 0 : 1;
        }
        return new WaitlistPrefix(above, entries, true);
    }
}
