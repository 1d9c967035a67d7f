package dev.usher.registrations.model;

import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;
import dev.usher.service.Deadline;

/**
 * Request to cancel an event. A cancelled event accepts no registration and promotes no user, not even onto seats that
 * it owed. Nothing is deleted, users may still leave, and {@link UpdateEvent} may reinstate the event. A repeated
 * cancel is answered with the event and commits nothing. Refused with {@code EVENT_NOT_FOUND} or
 * {@code PRECONDITION_FAILED}.
 *
 * @param by the organizer or admin who cancels the event, or null
 */
public record CancelEvent(String eventId, String by, DetailsCondition condition, Deadline deadline)
        implements LedgerCommand<Event> {
    /** Cancels the event at any version. */
    public CancelEvent(String eventId, Deadline deadline) {
        this(eventId, null, DetailsCondition.ANY, deadline);
    }
}
