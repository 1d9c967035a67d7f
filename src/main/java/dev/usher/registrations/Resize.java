package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.events.Amendment;
import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;

/**
 * Changes what an organizer may change of an event. Answered with the event as the change left it; the promotions that
 * a raised capacity causes go on, turn by turn. A change after which all is as before is answered with the event and
 * commits nothing. Refused with {@code EVENT_NOT_FOUND}, {@code PRECONDITION_FAILED},
 * {@code CAPACITY_BELOW_REGISTRATIONS} or {@code CLOSES_BEFORE_IT_OPENS}.
 *
 * <p>A line that is closed or made shorter sends nobody away: who waits keeps the place.
 */
public record Resize(String eventId, Amendment amendment, DetailsCondition condition, Deadline deadline)
        implements Change<Event> {
    /** A change of any version. */
    public Resize(String eventId, Amendment amendment, Deadline deadline) {
        this(eventId, amendment, DetailsCondition.ANY, deadline);
    }
}
