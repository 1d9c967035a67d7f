package dev.usher.registrations;

import dev.usher.registrations.model.Registration;
import dev.usher.service.Page;
import dev.usher.service.Request;

/**
 * Request to read one part of an event's roster, with the users' names: the users with a seat by user id, or the
 * waitlist in its order. Refused with {@code EVENT_NOT_FOUND}.
 *
 * @param limit 1 to 100
 * @param after where the page before ended: a user id, or the text of a {@link WaitlistCursor}; null for the first page
 */
public record ListRegistrations(String eventId, Registration.Status status, int limit, String after)
        implements Request<Page<RosterEntry>> {}
