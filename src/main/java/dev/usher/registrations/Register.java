package dev.usher.registrations;

import dev.usher.bus.Deadline;

/**
 * A seat or, when the seats are gone, a place in line. Refused with {@code EVENT_NOT_FOUND}, {@code USER_NOT_FOUND},
 * {@code EVENT_CANCELLED}, {@code REGISTRATION_CLOSED}, {@code EVENT_FULL}, {@code WAITLIST_FULL}, or
 * {@code ALREADY_REGISTERED} with the {@link Standing} that stands.
 *
 * @param requestKey null when the caller sent none; the same key again gives the row as it stands
 */
public record Register(String eventId, String userId, String requestKey, Deadline deadline)
        implements Change<Standing> {
    @Override
    public <R> R fold(Cases<R> cases) {
        return cases.register().apply(this);
    }
}
