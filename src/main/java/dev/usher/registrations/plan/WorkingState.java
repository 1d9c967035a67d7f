package dev.usher.registrations.plan;

import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.model.RegistrationChange.Kind;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.model.summary.RosterDigest;
import dev.usher.service.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Working copy of an event, its rows and its waitlist while a turn is planned. Changes are folded into it one by one;
 * the turn is the difference between its first and its last state.
 */
final class WorkingState {
    private final PlanInput situation;
    private final Instant moment;
    private final Timestamp now;
    private final Map<String, Optional<Registration>> assumed = new LinkedHashMap<>();
    private final Map<String, Optional<Registration>> written = new HashMap<>();
    private final Map<String, Optional<Registration>> unread = new HashMap<>();
    private final WorkingWaitlist waitlist;
    private final List<RegistrationChange> changes = new ArrayList<>();
    private Event event;
    private String amendedBy;

    WorkingState(PlanInput situation, Instant moment) {
        this.situation = situation;
        this.moment = moment;
        this.now = Timestamp.of(moment);
        event = situation.event();
        waitlist = new WorkingWaitlist(event, situation.waitlist());
        situation.waitlist().ifPresent(read -> read.entries().forEach(this::onWaitlist));
    }

    int cost() {
        return assumed.size() + waitlist.cost() + costOfDescription(event.terms());
    }

    /** Cost of the row of a new description and of the one that it replaces. */
    private int costOfDescription(EventDetails terms) {
        return terms.hasDescriptionOf(situation.event().terms()) ? 0 : 2;
    }

    int costOfAmending(EventDetails terms) {
        return costOfDescription(terms) - costOfDescription(event.terms());
    }

    int costOfRow(String userId) {
        return assumed.containsKey(userId) ? 0 : 1;
    }

    int costOfLeaving(Registration row) {
        return costOfRow(row.userId()) + costOfEntry(row);
    }

    private int costOfEntry(Registration row) {
        if (row.ticket() == null) {
            return 0;
        }
        return row.waits() ? waitlist.costOfLeaving(row.ticket()) : waitlist.costOfDeleting(row.ticket());
    }

    /** Whether a freed seat goes to the head of the waitlist. A seat beyond the capacity is not assigned. */
    boolean promotesNext() {
        return event.promotesAt(moment) && event.counts().waitlistCount() > 0 && event.freeSeats() >= 0;
    }

    int seatsOwed() {
        return event.seatsOwed(moment);
    }

    /** Whether the turn takes the event from the index of owed seats, since it promotes no more users. */
    boolean leavesIndex() {
        return situation.event().owed() && seatsOwed() <= 0;
    }

    /** Derives a row from a waiting entry of the waitlist, even if only its status and its ticket are known. */
    private void onWaitlist(WaitlistPrefix.Entry entry) {
        if (!entry.left()) {
            var row = new Registration(
                    situation.event().eventId(), entry.userId(), Status.WAITLISTED, null, entry.ticket(), null, null);
            unread.put(entry.userId(), Optional.of(row));
        }
    }

    /** The user's row in the current state of the draft; null when it is unknown. */
    Optional<Registration> row(String userId) {
        var row = written.get(userId);
        return row != null ? row : read(userId);
    }

    private Optional<Registration> read(String userId) {
        var row = situation.rows().get(userId);
        return row != null ? row : unread.get(userId);
    }

    /** The head of the waitlist; empty when it has no entry, or when the part that was read is exhausted. */
    Optional<Map.Entry<Long, String>> head() {
        return waitlist.head();
    }

    /**
     * Whether the part of the waitlist that was read has only entries that left: the turn moves the floor over them.
     */
    boolean passesDepartures() {
        return event.counts().waitlistCount() > 0
                && waitlist.head().isEmpty()
                && floor() > event.counts().lineFloor();
    }

    /** Whether the turn has the condition that the user's row is as it was read. */
    boolean asserts(String userId) {
        return assumed.containsKey(userId);
    }

    /** Adds the condition that the user has no row to the turn. */
    void assertAbsent(String userId) {
        assumed.putIfAbsent(userId, Optional.empty());
        written.putIfAbsent(userId, Optional.empty());
    }

    Registration seat(Register change) {
        return register(change, Status.REGISTERED, Kind.REGISTERED, null);
    }

    Registration join(Register change) {
        return register(change, Status.WAITLISTED, Kind.WAITLISTED, waitlist.join(change.userId()));
    }

    /** Adds a seat to the event and gives it to the guest. */
    Registration invite(InviteGuest change) {
        amend(event.amended(event.terms().withAddedSeat(), event.status(), nextVersion()), change.by());
        return register(change.userId(), Status.REGISTERED, Kind.INVITED, null, change.storedKey(), change.by());
    }

    private Registration register(Register change, Status status, Kind kind, Long ticket) {
        return register(change.userId(), status, kind, ticket, change.storedKey(), change.by());
    }

    private Registration register(String userId, Status status, Kind kind, Long ticket, String key, String by) {
        changes.add(new RegistrationChange(kind, userId, ticket, key, by));
        return write(new Registration(event.eventId(), userId, status, now, ticket, null, key, nextVersion(), null));
    }

    /** Keeps a seat that would lapse. */
    Registration confirm(Registration row, String by) {
        changes.add(new RegistrationChange(Kind.CONFIRMED, row.userId(), row.ticket(), null, by));
        return write(row.confirmed(nextVersion()));
    }

    /** @param kind how the seat is given back */
    void leaveSeat(Registration row, Kind kind, String by) {
        if (event.counts().currentRegistrations() == 0) {
            throw new InconsistentReadException("currentRegistrations is 0, userId=" + row.userId() + " has a seat");
        }
        if (row.ticket() != null) {
            waitlist.delete(row.ticket(), row.userId());
        }
        changes.add(new RegistrationChange(kind, row.userId(), null, null, by));
        erase(row);
    }

    void leaveWaitlist(Registration row, String by) {
        if (event.counts().waitlistCount() == 0) {
            throw new InconsistentReadException("waitlistCount is 0, userId=" + row.userId() + " waits");
        }
        waitlist.leave(row.ticket(), row.userId());
        changes.add(new RegistrationChange(Kind.LEFT, row.userId(), row.ticket(), null, by));
        erase(row);
    }

    /** Promotes the head of the waitlist onto a free seat. Returns the user's id. */
    String promoteHead() {
        var head = waitlist.head().orElseThrow();
        long ticket = head.getKey();
        var row = row(head.getValue())
                .filter(r -> r.waits() && r.ticket() == ticket)
                .orElseThrow(() -> new InconsistentReadException("Waitlist ticket " + ticket
                        + " waits, the Registrations row of userId=" + head.getValue() + " does not"));
        waitlist.promote(ticket);
        var confirmBy = event.terms().confirmBy(moment);
        changes.add(new RegistrationChange(Kind.PROMOTED, row.userId(), ticket, confirmBy, null, null));
        write(row.promoted(now, nextVersion(), confirmBy));
        return row.userId();
    }

    /** The event after the changes so far, with the version, the last ticket and the floor from before the turn. */
    Event event() {
        return event;
    }

    /** Whether a change of this turn amended the event. */
    boolean isAmended() {
        return event.detailsVersion() > event.version();
    }

    /**
     * @param amended the event with other details, which the next version changes
     * @param by the organizer or admin who makes the change, or null
     */
    void amend(Event amended, String by) {
        event = amended;
        amendedBy = by;
    }

    Turn turn() {
        var before = situation.event();
        var counts = event.counts();
        long floor = floor();
        var after = event.with(new Event.Counts(
                        counts.currentRegistrations(),
                        counts.waitlistCount(),
                        waitlist.lastTicket(),
                        floor,
                        nextVersion(),
                        counts.rosterDigest()))
                .indexedAt(moment);
        var rows = new ArrayList<Turn.RowChange>(assumed.size());
        assumed.forEach((userId, row) -> rows.add(new Turn.RowChange(userId, row, written.get(userId))));
        return new Turn(before, after, rows, waitlist.changes(floor), changes, amendedBy, now);
    }

    private long nextVersion() {
        return situation.event().version() + 1;
    }

    private long floor() {
        return waitlist.floor(event.counts().waitlistCount());
    }

    private Registration write(Registration row) {
        var was = row(row.userId());
        set(row.userId(), was == null ? Optional.empty() : was, Optional.of(row));
        return row;
    }

    private void erase(Registration row) {
        set(row.userId(), Optional.of(row), Optional.empty());
    }

    private void set(String userId, Optional<Registration> was, Optional<Registration> is) {
        var counts = event.counts();
        var digest = counts.rosterDigest();
        event = event.with(new Event.Counts(
                counts.currentRegistrations() + seats(is) - seats(was),
                counts.waitlistCount() + waits(is) - waits(was),
                counts.lastTicket(),
                counts.lineFloor(),
                counts.version(),
                digest == null ? null : (Long) (digest + digest(is) - digest(was))));
        assumed.computeIfAbsent(userId, this::before);
        written.put(userId, is);
    }

    private static int seats(Optional<Registration> row) {
        return row.isPresent() && !row.get().waits() ? 1 : 0;
    }

    private static int waits(Optional<Registration> row) {
        return row.isPresent() && row.get().waits() ? 1 : 0;
    }

    private static long digest(Optional<Registration> row) {
        return row.map(RosterDigest::of).orElse(0L);
    }

    private Optional<Registration> before(String userId) {
        var row = read(userId);
        return row != null ? row : Optional.empty();
    }
}
