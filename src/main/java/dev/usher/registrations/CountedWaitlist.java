package dev.usher.registrations;

import dev.usher.events.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * An event's waitlist with its departures, from which positions follow without reading an entry.
 *
 * @param event read before the departures
 */
record CountedWaitlist(Event event, Departures departures) {

    /** How many entries above the floor of an event left, by its own counters. */
    static long departures(Event event) {
        var counts = event.counts();
        return counts.lastTicket() - counts.lineFloor() - counts.waitlistCount();
    }

    /**
     * How many departures are missing: 0 when all are known, below 0 when more left after the event was read. A replica
     * that does not count them, or a commit half visible, makes it more than 0.
     */
    long missing() {
        return departures(event)
                - departures.count(event.counts().lineFloor(), event.counts().lastTicket());
    }

    /** Whether an entry waits, as far as is known. */
    boolean waits(long ticket) {
        return ticket > event.counts().lineFloor() && !departures.has(ticket);
    }

    /** How many wait with a ticket up to this one. Whoever left since the event was read is not counted. */
    int waitingUpTo(long ticket) {
        long floor = event.counts().lineFloor();
        return ticket <= floor ? 0 : (int) (ticket - floor - departures.count(floor, ticket));
    }

    /** The lowest tickets above this one that wait, in their order. */
    List<Long> waitingAbove(long ticket, int limit) {
        var tickets = new ArrayList<Long>(limit);
        long next = departures.firstWaiting(Math.max(ticket, event.counts().lineFloor()));
        while (tickets.size() < limit && next <= event.counts().lastTicket()) {
            tickets.add(next);
            next = departures.firstWaiting(next);
        }
        return tickets;
    }
}
