package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.events.Event;
import java.util.function.Function;

/**
 * Changes what an organizer may change of an event; null leaves a field as it is. Answered with the event as the change
 * left it; the promotions that a raised capacity causes go on, turn by turn. Refused with {@code EVENT_NOT_FOUND} or
 * {@code CAPACITY_BELOW_REGISTRATIONS}.
 *
 * @param hasWaitlist false closes the line to newcomers; who waits keeps the place
 */
public record Resize(String eventId, String name, Integer capacity, Boolean hasWaitlist, Deadline deadline)
        implements Change<Event> {
    @Override
    public <R> R fold(Function<Register, R> register, Function<Unregister, R> unregister, Function<Resize, R> resize) {
        return resize.apply(this);
    }
}
