package dev.usher.registrations.model;

import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.service.Timestamp;
import java.util.List;
import java.util.Optional;

/**
 * One row of the change log: a committed version of an event.
 *
 * @param at the moment of the plan, which the rows of the turn carry, too
 * @param counts the counters after the turn, with the version and the digest of the roster
 * @param changes in the order in which the turn made them; a user may occur several times
 * @param details the organizer's part of the event after the turn, if the turn changed it
 */
public record LoggedTurn(
        String eventId,
        Timestamp at,
        Event.Counts counts,
        List<RegistrationChange> changes,
        Optional<Details> details) {
    public LoggedTurn {
        changes = List.copyOf(changes);
    }

    /**
     * The attributes of an event that its organizer decides.
     *
     * @param owner null for an event without an owner, and in rows of replicas from before owners could change: the
     *     owner is unchanged
     * @param by the organizer or admin who made the change, or null
     */
    public record Details(EventDetails terms, Event.Status status, String owner, String by) {
        /** Returns the details of the event. */
        public static Details of(Event event, String by) {
            return new Details(event.terms(), event.status(), event.owner(), by);
        }

        /** Returns the event with these details. */
        Event over(Event event, long version) {
            return event.amended(terms, status, version).ownedBy(owner == null ? event.owner() : owner);
        }
    }

    public long version() {
        return counts.version();
    }

    /** Returns the event at this version, given the version before it. */
    public Event after(Event before) {
        var event = before.with(counts);
        return details.map(changed -> changed.over(event, version()))
                .orElse(event)
                .indexedAt(at.moment());
    }
}
