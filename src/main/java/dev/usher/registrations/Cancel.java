package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;

/**
 * Cancels an event: from then on it takes nobody and promotes nobody, not even onto seats that it owed. Nothing is
 * deleted, and who wants to leave may. A second one is answered with the event and commits nothing. Refused with
 * {@code EVENT_NOT_FOUND} or {@code PRECONDITION_FAILED}.
 */
public record Cancel(String eventId, DetailsCondition condition, Deadline deadline) implements Change<Event> {
    /** Cancels any version. */
    public Cancel(String eventId, Deadline deadline) {
        this(eventId, DetailsCondition.ANY, deadline);
    }
}
