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

/**
 * The users that have a row at one version of one event, kept current by the change log. A roster is used only in
 * states whose digest and size match those of the event, so rows that were read while a transaction was half visible
 * are never used. Keeps two hashes of a row instead of the row. Lives on the context of one ledger.
 */
public final class EventRoster {
    /** The two hashes of a row. */
    private record Row(long state, long key) {}

    private final Map<String, Row> rows = new HashMap<>();
    private Event event;
    private long digest;

    /**
     * Begins a roster that has no rows: {@link #add} and {@link #replay} complete it.
     *
     * @param event the event as it was read before the rows
     */
    EventRoster(Event event) {
        this.event = event;
    }

    void add(Registration row) {
        put(
                row.userId(),
                new Row(
                        RosterDigest.state(row.userId(), row.status(), row.ticket(), row.confirmBy()),
                        RosterDigest.key(row.userId(), row.requestKey())));
    }

    /**
     * Applies a part of the change log, which in all its parts goes from a version before the rows were read to its
     * end. Setting and removing are idempotent: changes that the rows already show do no harm, and missing ones are
     * added.
     *
     * @return false where a version is missing: the roster must then be discarded
     */
    boolean replay(List<LoggedTurn> log) {
        for (var turn : log) {
            if (turn.version() > version() + 1) {
                return false;
            }
            turn.changes().forEach(this::change);
            if (turn.version() == version() + 1) {
                event = turn.after(event);
            }
        }
        return true;
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

    /** Whether digest and size are those of the event. */
    boolean fits() {
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
        put(userId, new Row(RosterDigest.state(userId, status, ticket, null), RosterDigest.key(userId, requestKey)));
    }

    private void seat(String userId, Long ticket, Instant confirmBy) {
        var row = rows.get(userId);
        if (row != null) {
            put(userId, new Row(RosterDigest.state(userId, Status.REGISTERED, ticket, confirmBy), row.key));
        }
    }

    private void put(String userId, Row row) {
        remove(userId);
        rows.put(userId, row);
        digest += row.state + row.key;
    }

    private void remove(String userId) {
        var row = rows.remove(userId);
        digest -= row == null ? 0 : row.state + row.key;
    }
}
