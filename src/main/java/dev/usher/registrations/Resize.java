package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.events.Amendment;
import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;

/**
 * Updates the attributes that an organizer may change of an event. Answered with the event after the update; promotions
 * caused by a raised capacity follow turn by turn. An update that changes nothing is answered with the event and
 * commits nothing. Refused with {@code EVENT_NOT_FOUND}, {@code PRECONDITION_FAILED},
 * {@code CAPACITY_BELOW_REGISTRATIONS} or {@code CLOSES_BEFORE_IT_OPENS}.
 *
 * <p>Closing or shortening the waitlist removes no entry.
 */
public record Resize(String eventId, Amendment amendment, DetailsCondition condition, Deadline deadline)
        implements Change<Event> {
    /** Updates the event at any version. */
    public Resize(String eventId, Amendment amendment, Deadline deadline) {
        this(eventId, amendment, DetailsCondition.ANY, deadline);
    }
}
