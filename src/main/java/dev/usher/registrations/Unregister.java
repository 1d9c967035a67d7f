package dev.usher.registrations;

import dev.usher.bus.Deadline;

/**
 * The unregister event: gives the seat back and hands it to the head of the line, or leaves the line. Refused with
 * {@code EVENT_NOT_FOUND}, {@code USER_NOT_FOUND} or {@code REGISTRATION_NOT_FOUND}.
 */
public record Unregister(String eventId, String userId, Deadline deadline) implements Change<Unregistered> {
    @Override
    public <R> R fold(Cases<R> cases) {
        return cases.unregister().apply(this);
    }
}
