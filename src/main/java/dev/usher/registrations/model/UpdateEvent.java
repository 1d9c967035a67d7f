package dev.usher.registrations.model;

import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;
import dev.usher.events.EventPatch;
import dev.usher.service.Deadline;

/**
 * Updates the attributes that an organizer may change of an event. Answered with the event after the update; promotions
 * caused by a raised capacity follow turn by turn. An update that changes nothing is answered with the event and
 * commits nothing. Refused with {@code EVENT_NOT_FOUND}, {@code PRECONDITION_FAILED},
 * {@code CAPACITY_BELOW_REGISTRATIONS}, {@code INVALID_DETAILS}, or {@code EVENT_OVER} for a cancelled event that is to
 * be reinstated at or after its start, as the update leaves it.
 *
 * <p>Closing or shortening the waitlist removes no entry. Reinstating an event leaves its seats and its waitlist as
 * they are; seats that it then owes are handed on like added ones.
 *
 * @param owner id of an existing user who becomes the owner, or null to leave the owner
 * @param reinstates whether a cancelled event is scheduled again
 * @param by the organizer or admin who updates the event, or null
 */
public record UpdateEvent(
        String eventId,
        EventPatch amendment,
        String owner,
        boolean reinstates,
        String by,
        DetailsCondition condition,
        Deadline deadline)
        implements LedgerCommand<Event> {
    /** Updates the event at any version, and leaves its owner and its status. */
    public UpdateEvent(String eventId, EventPatch amendment, Deadline deadline) {
        this(eventId, amendment, null, false, null, DetailsCondition.ANY, deadline);
    }

    /** Returns the event as the update leaves it in the next version, before any promotion. */
    public Event appliedTo(Event event) {
        return event.amended(
                        event.terms().amended(amendment),
                        reinstates ? Event.Status.SCHEDULED : event.status(),
                        event.version() + 1)
                .ownedBy(owner == null ? event.owner() : owner);
    }
}
