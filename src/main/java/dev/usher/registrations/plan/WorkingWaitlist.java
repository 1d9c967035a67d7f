package dev.usher.registrations.plan;

import dev.usher.events.Event;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.model.summary.Departures;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The waitlist of one event while a turn is planned: the front that was read, the middle that was not read, and behind
 * it the users who join in this turn.
 */
final class WorkingWaitlist {
    private final Map<Long, String> front = new LinkedHashMap<>();
    private final Map<Long, String> joined = new LinkedHashMap<>();
    private final TreeMap<Long, Turn.EntryChange> changes = new TreeMap<>();
    private final Set<Long> departureRows = new HashSet<>();
    private final boolean complete;
    private final long firstNew;
    private long read;
    private long lastTicket;

    WorkingWaitlist(Event event, Optional<WaitlistPrefix> waitlist) {
        var counts = event.counts();
        lastTicket = counts.lastTicket();
        firstNew = lastTicket + 1;
        complete = counts.waitlistCount() == 0
                || waitlist.map(WaitlistPrefix::complete).orElse(false);
        read = Math.max(
                counts.lineFloor(), waitlist.map(WaitlistPrefix::departedUpTo).orElse(0L));
        waitlist.ifPresent(known -> known.entries().forEach(this::add));
    }

    private void add(WaitlistPrefix.Entry entry) {
        read = entry.ticket();
        if (!entry.left()) {
            front.put(entry.ticket(), entry.userId());
        }
    }

    /** The head of the waitlist; empty when it has no entry, or when the part that was read is exhausted. */
    Optional<Map.Entry<Long, String>> head() {
        var entries = front.isEmpty() && complete ? joined : front;
        return entries.entrySet().stream().findFirst();
    }

    /** Adds a user with a ticket above every other one, read or not. */
    long join(String userId) {
        long ticket = ++lastTicket;
        joined.put(ticket, userId);
        changes.put(ticket, new Turn.EntryChange(ticket, userId, true, false));
        return ticket;
    }

    /**
     * Number of actions that a leave adds: a user who joined in this turn has one already, near tickets share a count.
     */
    int costOfLeaving(long ticket) {
        return (changes.containsKey(ticket) ? 0 : 1) + (departureRows.contains(Departures.row(ticket)) ? 0 : 1);
    }

    void leave(long ticket, String userId) {
        boolean isNew = ticket >= firstNew;
        boolean wasThere =
                isNew ? joined.remove(ticket) != null : front.remove(ticket) != null || !complete && ticket > read;
        if (!wasThere) {
            throw new InconsistentReadException("Waitlist ticket is missing: ticket=" + ticket + " userId=" + userId);
        }
        changes.put(ticket, new Turn.EntryChange(ticket, userId, isNew, true));
        departureRows.add(Departures.row(ticket));
    }

    /** Number of actions that deleting the row of a promoted user adds. */
    int costOfDeleting(long ticket) {
        return ticket >= firstNew || changes.containsKey(ticket) ? 0 : 1;
    }

    /** Deletes the row of a promoted user who gives the seat back; a user who joined in this turn has none. */
    void delete(long ticket, String userId) {
        if (ticket < firstNew) {
            changes.put(ticket, Turn.EntryChange.deletion(ticket, userId));
        }
    }

    /** Promotes the head: its row is not written, since the floor moves past it. */
    void promote(long ticket) {
        if (front.remove(ticket) == null) {
            joined.remove(ticket);
            changes.remove(ticket);
        }
    }

    int cost() {
        return changes.size() + departureRows.size();
    }

    long lastTicket() {
        return lastTicket;
    }

    /** The highest ticket up to which no entry is known to wait. */
    long floor(int waiting) {
        if (waiting == 0) {
            return lastTicket;
        }
        return head().map(head -> head.getKey() - 1).orElse(read);
    }

    /**
     * Returns the changes to write. A new ticket at or below the floor never gets a row; an existing row is marked
     * wherever it is, and deleted only where no turn reads it.
     */
    List<Turn.EntryChange> changes(long floor) {
        return changes.values().stream()
                .filter(change -> change.ticket() > floor ? !change.deletes() : !change.joins())
                .toList();
    }
}
