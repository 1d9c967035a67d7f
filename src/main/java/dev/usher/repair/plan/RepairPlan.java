package dev.usher.repair.plan;

import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.model.summary.Departures;
import dev.usher.registrations.model.summary.RosterDigest;
import dev.usher.service.Timestamp;
import dev.usher.users.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Computes the changes that make the rows of an event consistent: a pure function of the rows. The registrations are
 * authoritative; counters, digest, waitlist and floor follow from them. No user is registered, promoted or removed.
 */
public final class RepairPlan {
    private final EventRows rows;
    private final Timestamp at;
    private final Event event;
    private final List<Correction> corrections = new ArrayList<>();
    private final Map<Long, Registration> holders = new HashMap<>();
    private final List<Registration> withoutTicket = new ArrayList<>();
    private final int registered;
    private final int waiting;
    private final long lastTicket;
    private final long floor;

    private RepairPlan(EventRows rows, Timestamp at) {
        this.rows = rows;
        this.at = at;
        this.event = rows.event();
        rows.registrations().values().stream().filter(Registration::waits).forEach(this::hold);
        waiting = holders.size() + withoutTicket.size();
        registered = rows.registrations().size() - waiting;
        lastTicket = highestTicket();
        floor = newFloor();
        strangers();
        entries();
        departures();
        tickets();
    }

    /** @param at the moment of the repair */
    public static RepairPlan of(EventRows rows, Timestamp at) {
        return new RepairPlan(rows, at);
    }

    /** Assigns the ticket. If two registrations wait with the same one, the one with the waitlist row keeps it. */
    private void hold(Registration row) {
        if (row.ticket() == null) {
            withoutTicket.add(row);
            return;
        }
        var other = holders.putIfAbsent(row.ticket(), row);
        if (other != null) {
            boolean isOther =
                    hasEntry(other) || !hasEntry(row) && other.userId().compareTo(row.userId()) < 0;
            holders.put(row.ticket(), isOther ? other : row);
            withoutTicket.add(isOther ? row : other);
        }
    }

    private boolean hasEntry(Registration row) {
        var entry = rows.waitlist().get(row.ticket());
        return entry != null && entry.userId().equals(row.userId());
    }

    private long highestTicket() {
        long highest = event.counts().lastTicket();
        if (!rows.waitlist().isEmpty()) {
            highest = Math.max(highest, rows.waitlist().lastKey());
        }
        return rows.registrations().values().stream()
                .filter(row -> row.ticket() != null)
                .mapToLong(Registration::ticket)
                .reduce(highest, Math::max);
    }

    /** The stored floor, unless a waiting ticket is not above it or tickets below the first waiting are unsettled. */
    private long newFloor() {
        long first = holders.keySet().stream().mapToLong(Long::longValue).reduce(lastTicket + 1, Math::min);
        long stored = event.counts().lineFloor();
        if (stored >= first) {
            return first - 1;
        }
        long settled = rows.waitlist().subMap(stored, false, first, false).values().stream()
                .filter(Entry::left)
                .count();
        return settled == first - 1 - stored ? stored : first - 1;
    }

    private void strangers() {
        rows.strangers()
                .values()
                .forEach(row -> corrections.add(
                        new Correction.MissingUser(new User(row.userId(), row.userId(), row.registeredAt(), null))));
    }

    private void entries() {
        for (long ticket = floor + 1; ticket <= lastTicket; ticket++) {
            var holder = holders.get(ticket);
            var before = Optional.ofNullable(rows.waitlist().get(ticket));
            var after = holder == null
                    ? new Entry(ticket, before.map(Entry::userId).orElse(Entry.NO_USER), true)
                    : new Entry(ticket, holder.userId(), false);
            if (before.filter(after::isLike).isEmpty()) {
                corrections.add(new Correction.Entry(before, after));
            }
        }
    }

    /** Corrects the counts: every ticket above the floor that does not wait has left. */
    private void departures() {
        for (long first = floor + 1; first <= lastTicket; ) {
            long row = Departures.row(first);
            long last = Math.min(lastTicket, (row + 1) * Departures.TICKETS_A_ROW);
            var departed = LongStream.rangeClosed(first, last)
                    .filter(ticket -> !holders.containsKey(ticket))
                    .boxed()
                    .toList();
            if (!List.copyOf(rows.departures().subSet(first, true, last, true)).equals(departed)) {
                corrections.add(new Correction.Departed(row, departed));
            }
            first = last + 1;
        }
    }

    private void tickets() {
        withoutTicket.sort(Comparator.comparing(Registration::userId));
        long ticket = lastTicket;
        for (var row : withoutTicket) {
            corrections.add(new Correction.Ticket(row, row.ticketed(++ticket, nextVersion())));
        }
    }

    /** Describes each change in one line; empty when the rows are consistent. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        if (!rows.stored()) {
            lines.add("Events: restore the row from the change log");
        }
        var was = event.counts();
        line(lines, "currentRegistrations", was.currentRegistrations(), registered);
        line(lines, "waitlistCount", was.waitlistCount(), waiting);
        line(lines, "lastTicket", was.lastTicket(), lastTicket + withoutTicket.size());
        line(lines, "lineFloor", was.lineFloor(), floor);
        if (!Objects.equals(was.rosterDigest(), rows.digest())) {
            lines.add("Events: rosterDigest: recompute");
        }
        if (rows.stored() && (owesAt(at.moment()) ? !event.owed() : event.owed() && !owesAt(Instant.MIN))) {
            lines.add("Events: owed: " + (event.owed() ? "remove" : "add"));
        }
        corrections.forEach(correction -> lines.add(correction.toString()));
        log(lines);
        return lines;
    }

    private static void line(List<String> lines, String attribute, long was, long is) {
        if (was != is) {
            lines.add("Events: " + attribute + ": " + was + " -> " + is);
        }
    }

    /** Reports a log that ends elsewhere. An early end is normal if an older replica wrote the last version. */
    private void log(List<String> lines) {
        long logged = rows.lastLogged().version();
        boolean endsEarly = rows.lastLogged().kept()
                && logged < event.version()
                && event.counts().rosterDigest() != null;
        if (logged > event.version() || endsEarly) {
            lines.add("Changes: ends with version " + logged + ", the event is at " + event.version());
        }
        if (!lines.isEmpty()) {
            lines.add("Changes: write version " + nextVersion());
        }
    }

    /** Describes what a repair cannot decide, one line each. */
    public List<String> notes() {
        return registered > event.capacity()
                ? List.of("capacity " + event.capacity() + ", registered rows " + registered
                        + ": no seat is assigned until enough users leave or the capacity is raised")
                : List.of();
    }

    /** With a moment before all others, whether a row in the index is only waiting for the turn that removes it. */
    private boolean owesAt(Instant moment) {
        return after(floor, 0, 0).seatsOwed(moment) > 0;
    }

    private long nextVersion() {
        return Math.max(event.version(), rows.lastLogged().version()) + 1;
    }

    private Event after(long newFloor, long newTickets, long digest) {
        var counts = new Event.Counts(registered, waiting, lastTicket + newTickets, newFloor, nextVersion(), digest);
        return event.amended(event.terms(), event.status(), counts.version())
                .with(counts)
                .indexedAt(at.moment());
    }

    /**
     * Returns the first transaction. When it cannot take all corrections, a plan of the rows after it has the rest.
     *
     * @param actions maximum beside those on the event and its change log
     */
    public RepairTurn turn(int actions) {
        var taken = new ArrayList<Correction>();
        int cost = 0;
        long newTickets = 0;
        long digest = rows.digest();
        for (var correction : corrections) {
            cost += correction.cost();
            if (cost > actions) {
                break;
            }
            taken.add(correction);
            if (correction instanceof Correction.Ticket ticket) {
                newTickets++;
                digest += RosterDigest.of(ticket.after()) - RosterDigest.of(ticket.before());
            }
        }
        return new RepairTurn(
                rows.stored() ? Optional.of(event) : Optional.empty(), after(floor, newTickets, digest), taken, at);
    }
}
