package dev.usher.registrations;

import dev.usher.events.Event;
import dev.usher.events.EventField;
import dev.usher.registrations.model.Registration;
import dev.usher.service.Page;
import dev.usher.service.Request;
import java.time.Instant;

/**
 * Request to list one user's registrations and waitlist entries by event id. Reads an index that may lag briefly.
 * Refused with {@code USER_NOT_FOUND}.
 *
 * @param status null for both
 * @param from first start that is listed, or null; an event without a start is always listed
 * @param limit 1 to 100
 * @param after the event id that the page before ended with, or null for the first page
 */
public record ListUserEvents(String userId, Registration.Status status, Instant from, int limit, String after)
        implements Request<Page<UserRegistration>> {
    boolean lists(Event event) {
        var startsAt = event.terms().get(EventField.STARTS_AT);
        return from == null || startsAt == null || !startsAt.isBefore(from);
    }
}
