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

    /** The attributes of an event that its organizer decides. */
    public record Details(EventDetails terms, Event.Status status) {}

    public long version() {
        return counts.version();
    }

    /** Returns the event at this version, given the version before it. */
    public Event after(Event before) {
        var event = before.with(counts);
        return details.map(changed -> event.amended(changed.terms(), changed.status(), version()))
                .orElse(event)
                .indexedAt(at.moment());
    }
}
