package dev.usher.registrations;

import dev.usher.bus.Reason;
import dev.usher.bus.Timestamp;
import dev.usher.events.Event;
import dev.usher.events.Terms;
import dev.usher.registrations.Registration.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An event, its rows and its line while a turn is planned: changes fold into it one by one, and the turn is the
 * difference between what it was and what it has become.
 */
final class Draft {
    private final Situation situation;
    private final Instant moment;
    private final Timestamp now;
    private final Map<String, Optional<Registration>> assumed = new LinkedHashMap<>();
    private final Map<String, Optional<Registration>> written = new HashMap<>();
    private final Map<String, Optional<Registration>> unread = new HashMap<>();
    private final WorkingLine line;
    private Event event;
    private int taken;
    private int waiting;

    Draft(Situation situation, Instant moment) {
        this.situation = situation;
        this.moment = moment;
        this.now = Timestamp.of(moment);
        event = situation.event();
        line = new WorkingLine(event, situation.line());
        situation.line().ifPresent(read -> read.places().forEach(this::inLine));
        taken = event.counts().currentRegistrations();
        waiting = event.counts().waitlistCount();
    }

    int cost() {
        return assumed.size() + line.cost();
    }

    int costOfRow(String userId) {
        return assumed.containsKey(userId) ? 0 : 1;
    }

    int costOfLeaving(Registration row) {
        return costOfRow(row.userId()) + line.costOfLeaving(row.ticket());
    }

    int freeSeats() {
        return event.capacity() - taken;
    }

    int taken() {
        return taken;
    }

    int waiting() {
        return waiting;
    }

    int seatsOwed() {
        return event.cancelled() ? 0 : Math.min(freeSeats(), waiting);
    }

    /** Whether a seat that comes free goes to somebody in line. */
    boolean promotesNext() {
        return !event.cancelled() && waiting > 0;
    }

    Terms terms() {
        return event.terms();
    }

    boolean hasLine() {
        return event.hasWaitlist();
    }

    boolean lineTakesOneMore() {
        return event.terms().lineTakesOneMoreThan(waiting);
    }

    /** Why newcomers are not taken, if they are not. */
    Optional<Reason> closed() {
        return event.closedAt(moment);
    }

    /** Who was seen in line has a row, even if only its status and its ticket are known. */
    private void inLine(Line.Place place) {
        if (!place.left()) {
            var row = new Registration(
                    situation.event().eventId(), place.userId(), Status.WAITLISTED, null, place.ticket(), null, null);
            unread.put(place.userId(), Optional.of(row));
        }
    }

    /** The user's row as the draft stands; null when it is unknown. */
    Optional<Registration> row(String userId) {
        var row = written.get(userId);
        return row != null ? row : read(userId);
    }

    private Optional<Registration> read(String userId) {
        var row = situation.rows().get(userId);
        return row != null ? row : unread.get(userId);
    }

    /** The head of the line; empty when nobody waits, or when the front that was read has run out. */
    Optional<Map.Entry<Long, String>> head() {
        return line.head();
    }

    /**
     * Whether the part of the waitlist that was read has only entries that left: the turn moves the floor over them.
     */
    boolean passesDepartures() {
        return waiting > 0
                && line.head().isEmpty()
                && line.floor(waiting) > event.counts().lineFloor();
    }

    Registration seat(String userId, String requestKey) {
        taken++;
        return write(
                new Registration(situation.event().eventId(), userId, Status.REGISTERED, now, null, null, requestKey));
    }

    Registration join(String userId, String requestKey) {
        waiting++;
        long ticket = line.join(userId);
        return write(new Registration(
                situation.event().eventId(), userId, Status.WAITLISTED, now, ticket, null, requestKey));
    }

    void leaveSeat(Registration row) {
        if (taken == 0) {
            throw new StaleException("a seat is given back where none is taken");
        }
        taken--;
        erase(row);
    }

    void leaveLine(Registration row) {
        if (waiting == 0) {
            throw new StaleException("somebody leaves a line in which nobody waits");
        }
        waiting--;
        line.leave(row.ticket(), row.userId());
        erase(row);
    }

    /** The head of the line gets a free seat. */
    String promoteHead() {
        var head = line.head().orElseThrow();
        long ticket = head.getKey();
        var row = row(head.getValue())
                .filter(r -> r.waits() && r.ticket() == ticket)
                .orElseThrow(() -> new StaleException("ticket " + ticket + " is in line, its registration is not"));
        line.promote(ticket);
        waiting--;
        taken++;
        write(new Registration(
                row.eventId(), row.userId(), Status.REGISTERED, row.registeredAt(), ticket, now, row.requestKey()));
        return row.userId();
    }

    void amend(Terms terms) {
        event = event.with(terms);
    }

    void cancel() {
        event = event.asCancelled();
    }

    Turn turn() {
        var before = situation.event();
        long floor = line.floor(waiting);
        var after = event.with(new Event.Counts(taken, waiting, line.lastTicket(), floor, before.version() + 1));
        var rows = new ArrayList<Turn.RowChange>(assumed.size());
        assumed.forEach((userId, row) -> rows.add(new Turn.RowChange(userId, row, written.get(userId))));
        return new Turn(before, after, rows, line.changesAbove(floor));
    }

    private Registration write(Registration row) {
        assumed.computeIfAbsent(row.userId(), this::before);
        written.put(row.userId(), Optional.of(row));
        return row;
    }

    private void erase(Registration row) {
        assumed.computeIfAbsent(row.userId(), this::before);
        written.put(row.userId(), Optional.empty());
    }

    private Optional<Registration> before(String userId) {
        var row = read(userId);
        return row != null ? row : Optional.empty();
    }
}
