package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.events.Amendment;
import dev.usher.events.Event;

/**
 * Changes what an organizer may change of an event. Answered with the event as the change left it; the promotions that
 * a raised capacity causes go on, turn by turn. Refused with {@code EVENT_NOT_FOUND},
 * {@code CAPACITY_BELOW_REGISTRATIONS} or {@code CLOSES_BEFORE_IT_OPENS}.
 *
 * <p>A line that is closed or made shorter sends nobody away: who waits keeps the place.
 */
public record Resize(String eventId, Amendment amendment, Deadline deadline) implements Change<Event> {
    @Override
    public <R> R fold(Cases<R> cases) {
        return cases.resize().apply(this);
    }
}
