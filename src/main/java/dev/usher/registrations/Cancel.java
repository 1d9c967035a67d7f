package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.events.Event;

/**
 * Cancels an event: from then on it takes nobody and promotes nobody, not even onto seats that it owed. Nothing is
 * deleted, and who wants to leave may. A second one changes nothing. Answered with the event; refused with
 * {@code EVENT_NOT_FOUND}.
 */
public record Cancel(String eventId, Deadline deadline) implements Change<Event> {
    @Override
    public <R> R fold(Cases<R> cases) {
        return cases.cancel().apply(this);
    }
}
