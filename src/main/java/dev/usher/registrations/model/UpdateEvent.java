package dev.usher.registrations.model;

import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;
import dev.usher.events.EventPatch;
import dev.usher.service.Deadline;

/**
 * Updates the attributes that an organizer may change of an event. Answered with the event after the update; promotions
 * caused by a raised capacity follow turn by turn. An update that changes nothing is answered with the event and
 * commits nothing. Refused with {@code EVENT_NOT_FOUND}, {@code PRECONDITION_FAILED},
 * {@code CAPACITY_BELOW_REGISTRATIONS} or {@code INVALID_DETAILS}.
 *
 * <p>Closing or shortening the waitlist removes no entry.
 *
 * @param owner id of an existing user who becomes the owner, or null to leave the owner
 * @param by the organizer or admin who updates the event, or null
 */
public record UpdateEvent(
        String eventId, EventPatch amendment, String owner, String by, DetailsCondition condition, Deadline deadline)
        implements LedgerCommand<Event> {
    /** Updates the event at any version, and leaves its owner. */
    public UpdateEvent(String eventId, EventPatch amendment, Deadline deadline) {
        this(eventId, amendment, null, null, DetailsCondition.ANY, deadline);
    }

    /** Whether the event has the owner that the update wants. */
    public boolean keepsOwnerOf(Event event) {
        return owner == null || owner.equals(event.owner());
    }
}
