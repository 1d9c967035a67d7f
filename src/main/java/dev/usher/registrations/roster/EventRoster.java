package dev.usher.registrations.roster;

import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.model.summary.RosterDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users that have a row at one version of one event, kept current by the change log. A roster exists only in states
 * whose digest and size match those of the event, so rows that were read while a transaction was half visible never
 * form one. Lives on the event's context.
 */
public final class EventRoster {
    /** The two hashes of a row. */
    private record Row(long place, long key) {}

    private final Map<String, Row> rows = new HashMap<>();
    private Event event;
    private long digest;

    private EventRoster(Event event, List<Registration> read) {
        this.event = event;
        read.forEach(row -> put(
                row.userId(),
                new Row(
                        RosterDigest.place(row.userId(), row.status(), row.ticket(), row.confirmBy()),
                        RosterDigest.key(row.userId(), row.requestKey()))));
    }

    /**
     * Builds the roster from rows that were read one after the other.
     *
     * @param event the event as it was read before the rows
     * @param read all rows of the event
     * @param log the change log by version, from a version before the rows were read to its end. Setting and removing
     *     are idempotent: changes that the rows already show do no harm, and missing ones are added
     * @return empty where digest or size do not match, or a version is missing
     */
    static Optional<EventRoster> of(Event event, List<Registration> read, List<LoggedTurn> log) {
        var roster = new EventRoster(event, read);
        for (var turn : log) {
            if (turn.version() > roster.version() + 1) {
                return Optional.empty();
            }
            turn.changes().forEach(roster::change);
            if (turn.version() == roster.version() + 1) {
                roster.event = turn.after(roster.event);
            }
        }
        return Optional.of(roster).filter(EventRoster::fits);
    }

    public long version() {
        return event.version();
    }

    public Event event() {
        return event;
    }

    public int size() {
        return rows.size();
    }

    public boolean contains(String userId) {
        return rows.containsKey(userId);
    }

    /**
     * Applies the next version.
     *
     * @return false where digest or size do not match: the roster must then be discarded
     */
    public boolean apply(LoggedTurn turn) {
        if (turn.version() != version() + 1) {
            return false;
        }
        turn.changes().forEach(this::change);
        event = turn.after(event);
        return fits();
    }

    private boolean fits() {
        var counts = event.counts();
        return counts.rosterDigest() != null
                && counts.rosterDigest() == digest
                && counts.currentRegistrations() + counts.waitlistCount() == rows.size();
    }

    private void change(RegistrationChange change) {
        var userId = change.userId();
        switch (change.kind()) {
            case REGISTERED, INVITED -> put(userId, Status.REGISTERED, null, change.requestKey());
            case WAITLISTED -> put(userId, Status.WAITLISTED, change.ticket(), change.requestKey());
            case PROMOTED, CONFIRMED -> seat(userId, change.ticket(), change.confirmBy());
            case LEFT, LAPSED -> remove(userId);
        }
    }

    private void put(String userId, Status status, Long ticket, String requestKey) {
        put(userId, new Row(RosterDigest.place(userId, status, ticket, null), RosterDigest.key(userId, requestKey)));
    }

    private void seat(String userId, long ticket, Instant confirmBy) {
        var row = rows.get(userId);
        if (row != null) {
            put(userId, new Row(RosterDigest.place(userId, Status.REGISTERED, ticket, confirmBy), row.key));
        }
    }

    private void put(String userId, Row row) {
        remove(userId);
        rows.put(userId, row);
        digest += row.place + row.key;
    }

    private void remove(String userId) {
        var row = rows.remove(userId);
        digest -= row == null ? 0 : row.place + row.key;
    }
}
