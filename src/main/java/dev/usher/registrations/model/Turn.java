package dev.usher.registrations.model;

import dev.usher.events.Event;
import dev.usher.service.Timestamp;
import java.util.List;
import java.util.Optional;

/**
 * One ledger transaction: the difference between an event's state before and after, every row at most once.
 *
 * @param before the state that the turn was planned on; its version is the condition
 * @param after the event after the commit, one version later
 * @param changes in the order of the fold, for the change log
 * @param amendedBy the organizer or admin who changed the details, or null
 * @param at the moment of the plan
 */
public record Turn(
        Event before,
        Event after,
        List<RowChange> rows,
        List<EntryChange> entries,
        List<RegistrationChange> changes,
        String amendedBy,
        Timestamp at) {
    /** Bus address at which every committed turn is published, in commit order for each event. */
    public static final String ADDRESS = "registrations.changes";

    public Turn {
        rows = List.copyOf(rows);
        entries = List.copyOf(entries);
        changes = List.copyOf(changes);
    }

    /** Creates a turn in which no known caller changed the details. */
    public Turn(
            Event before,
            Event after,
            List<RowChange> rows,
            List<EntryChange> entries,
            List<RegistrationChange> changes,
            Timestamp at) {
        this(before, after, rows, entries, changes, null, at);
    }

    /** Returns the turn as a row of the change log. */
    public LoggedTurn logged() {
        return new LoggedTurn(
                after.eventId(),
                at,
                after.counts(),
                changes,
                after.hasDetailsOf(before) ? Optional.empty() : Optional.of(LoggedTurn.Details.of(after, amendedBy)));
    }

    /**
     * A user's row, assumed as {@code before} and written as {@code after}; empty is "no row". The two are equal for a
     * row that is only checked. The assumption on an existing row covers its status, its ticket, its {@code confirmBy}
     * and the version that wrote it. A promoted row that was never read has only status and ticket: its
     * {@code registeredAt} is null, before and after, and stays as stored.
     */
    public record RowChange(String userId, Optional<Registration> before, Optional<Registration> after) {
        /** Whether it gives a seat to a waiting user, even if the user joined only within the turn. */
        public boolean promotes() {
            boolean hadSeat = before.isPresent() && !before.get().waits();
            return !hadSeat
                    && after.isPresent()
                    && !after.get().waits()
                    && after.get().ticket() != null;
        }
    }

    /** The number of users that the turn promotes. */
    public int promotions() {
        return (int) rows.stream().filter(RowChange::promotes).count();
    }

    /** The tickets that the turn counts as departures: of the entries that it marks left above the floor. */
    public List<Long> departures() {
        return entries.stream()
                .filter(change ->
                        change.left() && change.ticket() > after.counts().lineFloor())
                .map(EntryChange::ticket)
                .toList();
    }

    /**
     * A row of the waitlist.
     *
     * @param joins true for a new row, false for an existing one
     * @param left the row's mark afterwards. An existing row is marked on the condition that the user still waits under
     *     this ticket, and no longer names the user. An existing row without the mark is deleted.
     */
    public record EntryChange(long ticket, String userId, boolean joins, boolean left) {
        /** Deletes the row of a promoted user, whose ticket is not above the floor: no turn reads it. */
        public static EntryChange deletion(long ticket, String userId) {
            return new EntryChange(ticket, userId, false, false);
        }

        public boolean deletes() {
            return !joins && !left;
        }
    }
}
