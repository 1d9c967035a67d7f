package dev.usher.repair.plan;

import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.model.summary.Departures;
import dev.usher.registrations.model.summary.RosterDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All rows of one event in memory, some hundred bytes a row. The change log and the repair's own turns advance them to
 * later versions. Not thread-safe.
 */
public final class EventRows {
    private final Map<String, Registration> registrations = new HashMap<>();
    private final NavigableMap<Long, Entry> waitlist = new TreeMap<>();
    private final NavigableSet<Long> departures = new TreeSet<>();
    private final Map<String, Registration> strangers = new TreeMap<>();
    private Event event;
    private boolean stored;
    private LastLogged lastLogged;

    /**
     * @param event as stored, or as rebuilt from the change log
     * @param stored whether the event has a row
     * @param lastLogged the last row of the change log
     */
    public EventRows(Event event, boolean stored, LastLogged lastLogged) {
        this.event = event;
        this.stored = stored;
        this.lastLogged = lastLogged;
    }

    public Event event() {
        return event;
    }

    public boolean stored() {
        return stored;
    }

    LastLogged lastLogged() {
        return lastLogged;
    }

    public Map<String, Registration> registrations() {
        return registrations;
    }

    /** Entries by ticket; those at or below the floor may be absent. */
    NavigableMap<Long, Entry> waitlist() {
        return waitlist;
    }

    /** Tickets above the floor that are counted as departed. */
    public NavigableSet<Long> departures() {
        return departures;
    }

    /** A registration of each user that does not exist, by user id. */
    public Map<String, Registration> strangers() {
        return strangers;
    }

    long digest() {
        return registrations.values().stream().mapToLong(RosterDigest::of).sum();
    }

    public void put(Registration row) {
        registrations.put(row.userId(), row);
    }

    public void put(Entry entry) {
        waitlist.put(entry.ticket(), entry);
    }

    /** Sets a user's row; empty removes it. */
    public void set(String userId, Optional<Registration> row) {
        row.ifPresentOrElse(this::put, () -> registrations.remove(userId));
    }

    public void set(long ticket, Optional<Entry> entry) {
        entry.ifPresentOrElse(this::put, () -> waitlist.remove(ticket));
    }

    /**
     * Advances to a later version.
     *
     * @param log the change log from the next version on
     * @param version the version to reach
     * @return false where a version in between is missing: then nothing has changed
     */
    public boolean advance(List<LoggedTurn> log, long version) {
        var turns = log.stream().filter(turn -> turn.version() <= version).toList();
        if (turns.size() != version - event.version()) {
            return false;
        }
        for (var turn : turns) {
            turn.changes().forEach(change -> apply(turn, change));
            event = turn.after(event);
            logged(turn.version());
        }
        return true;
    }

    private void apply(LoggedTurn turn, RegistrationChange change) {
        var userId = change.userId();
        var ticket = change.ticket();
        switch (change.kind()) {
            case REGISTERED, INVITED -> put(registration(turn, change, Status.REGISTERED));
            case WAITLISTED -> {
                put(registration(turn, change, Status.WAITLISTED));
                put(new Entry(ticket, userId, false));
            }
            case PROMOTED ->
                registrations.computeIfPresent(
                        userId, (id, row) -> row.promoted(turn.at(), turn.version(), change.confirmBy()));
            case CONFIRMED -> registrations.computeIfPresent(userId, (id, row) -> row.confirmed(turn.version()));
            case LEFT, LAPSED -> {
                registrations.remove(userId);
                if (ticket != null) {
                    put(new Entry(ticket, userId, true));
                    departures.add(ticket);
                }
            }
        }
    }

    private static Registration registration(LoggedTurn turn, RegistrationChange by, Status status) {
        return new Registration(
                turn.eventId(),
                by.userId(),
                status,
                turn.at(),
                by.ticket(),
                null,
                by.requestKey(),
                turn.version(),
                null);
    }

    private void logged(long version) {
        lastLogged = new LastLogged(Math.max(lastLogged.version(), version), true);
    }

    /** Applies a committed turn of the repair. */
    public void apply(RepairTurn turn) {
        for (var correction : turn.corrections()) {
            if (correction instanceof Correction.Entry entry) {
                put(entry.after());
            } else if (correction instanceof Correction.Ticket ticket) {
                put(ticket.after());
                put(new Entry(ticket.after().ticket(), ticket.after().userId(), false));
            } else if (correction instanceof Correction.Departed departed) {
                departures.removeIf(counted -> Departures.row(counted) == departed.row());
                departures.addAll(departed.tickets());
            } else if (correction instanceof Correction.MissingUser missing) {
                strangers.remove(missing.user().userId());
            }
        }
        event = turn.after();
        stored = true;
        logged(event.version());
    }
}
