package dev.usher.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks one event at rest against the invariants I1 to I5. Pure. */
final class EventAudit {
    private final StoredEvent event;
    private final boolean departuresMayBeUncounted;
    private final List<String> violations = new ArrayList<>();

    private EventAudit(StoredEvent event, boolean departuresMayBeUncounted) {
        this.event = event;
        this.departuresMayBeUncounted = departuresMayBeUncounted;
    }

    /**
     * @param departuresMayBeUncounted whether a writer other than this version may have marked entries as left
     * @return one sentence for each violation
     */
    static List<String> violations(StoredEvent event, boolean departuresMayBeUncounted) {
        var audit = new EventAudit(event, departuresMayBeUncounted);
        audit.seats();
        audit.counts();
        audit.waitlist();
        audit.departures();
        audit.rows();
        audit.owed();
        audit.order();
        return audit.violations;
    }

    private void seats() {
        check(
                0 <= event.currentRegistrations() && event.currentRegistrations() <= event.capacity(),
                "I1: currentRegistrations " + event.currentRegistrations() + " of capacity " + event.capacity());
        check(event.version() >= 1, "version " + event.version());
    }

    private void counts() {
        long seated = event.rows().stream().filter(StoredEvent.Row::seated).count();
        long waiting = event.rows().stream().filter(StoredEvent.Row::waits).count();
        long onWaitlist = event.waitlist().stream()
                .filter(entry -> entry.ticket() > event.lineFloor() && !entry.left())
                .count();
        check(
                seated == event.currentRegistrations(),
                "I2: currentRegistrations " + event.currentRegistrations() + " but " + seated + " registered rows");
        check(
                waiting == event.waitlistCount(),
                "I2: waitlistCount " + event.waitlistCount() + " but " + waiting + " waitlisted rows");
        check(
                onWaitlist == event.waitlistCount(),
                "I2: waitlistCount " + event.waitlistCount() + " but " + onWaitlist + " waiting rows of the waitlist");
    }

    private void waitlist() {
        check(
                event.lineFloor() <= event.lastTicket(),
                "lineFloor " + event.lineFloor() + " above lastTicket " + event.lastTicket());
        Set<Long> tickets = new HashSet<>();
        for (var entry : event.waitlist()) {
            check(entry.ticket() <= event.lastTicket(), "ticket " + entry.ticket() + " above lastTicket");
            tickets.add(entry.ticket());
        }
        for (long ticket = event.lineFloor() + 1; ticket <= event.lastTicket(); ticket++) {
            check(tickets.contains(ticket), "the waitlist has a gap at ticket " + ticket);
        }
    }

    /** Entries below the floor are not counted, and their rows may be deleted. */
    private void departures() {
        for (var entry : event.waitlist()) {
            boolean counted = event.departures().contains(entry.ticket());
            check(entry.left() || !counted, "ticket " + entry.ticket() + " waits and is counted as left");
            check(
                    !entry.left() || counted || departuresMayBeUncounted || entry.ticket() <= event.lineFloor(),
                    "ticket " + entry.ticket() + " left and is not counted");
        }
    }

    private void rows() {
        Map<Long, StoredEvent.Entry> entries = new HashMap<>();
        event.waitlist().forEach(entry -> entries.put(entry.ticket(), entry));
        Set<Long> tickets = new HashSet<>();
        Set<String> users = new HashSet<>();
        for (var row : event.rows()) {
            check(users.add(row.userId()), "I5: two rows of " + row.userId());
            check(row.seated() || row.waits(), "status '" + row.status() + "' of " + row.userId());
            if (row.ticket() != 0) {
                check(tickets.add(row.ticket()), "I5: ticket " + row.ticket() + " was given twice");
            }
            if (row.waits()) {
                waiting(row, entries.get(row.ticket()));
            } else {
                seated(row);
            }
        }
        Set<String> onWaitlist = new HashSet<>();
        event.waitlist().stream()
                .filter(entry -> entry.ticket() > event.lineFloor() && !entry.left())
                .forEach(entry -> check(onWaitlist.add(entry.userId()), "I5: " + entry.userId() + " waits twice"));
    }

    private void waiting(StoredEvent.Row row, StoredEvent.Entry entry) {
        check(
                row.ticket() > event.lineFloor(),
                row.userId() + " waits with ticket " + row.ticket() + " below the floor");
        check(!row.promoted(), row.userId() + " waits and is promoted");
        check(
                entry != null && entry.userId().equals(row.userId()) && !entry.left(),
                "I2: " + row.userId() + " waits with ticket " + row.ticket() + " whose waitlist row is " + entry);
    }

    private void seated(StoredEvent.Row row) {
        check(row.promoted() == (row.ticket() != 0), row.userId() + " has an incomplete promotion: " + row);
        check(row.ticket() <= event.lineFloor(), row.userId() + " is seated, ticket " + row.ticket() + " waits");
    }

    /** An event that has ended may stay in the index until the next sweep. */
    private void owed() {
        boolean free = !event.cancelled() && event.freeSeats() > 0 && event.waitlistCount() > 0;
        boolean owes = free && !event.ended();
        check(event.owed() ? free : !owes, "owed is " + event.owed() + " with " + seatsAndWaitlist());
        check(!owes, "I3: a user waits beside a free seat: " + seatsAndWaitlist());
    }

    private String seatsAndWaitlist() {
        return event.freeSeats() + " free seats and " + event.waitlistCount() + " waiting";
    }

    private void order() {
        long promoted = event.rows().stream()
                .filter(StoredEvent.Row::promoted)
                .mapToLong(StoredEvent.Row::ticket)
                .max()
                .orElse(0);
        long waiting = event.rows().stream()
                .filter(StoredEvent.Row::waits)
                .mapToLong(StoredEvent.Row::ticket)
                .min()
                .orElse(Long.MAX_VALUE);
        check(promoted < waiting, "I4: ticket " + promoted + " was promoted while " + waiting + " still waits");
    }

    private void check(boolean holds, String violation) {
        if (!holds) {
            violations.add("event " + event.eventId() + ": " + violation);
        }
    }
}
