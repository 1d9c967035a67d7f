package dev.usher.registrations;

import dev.usher.registrations.model.Registration;
import dev.usher.service.Page;
import dev.usher.service.Request;

/**
 * Lists one user's registrations and waitlist entries by event id. Reads an index that may lag briefly. Refused with
 * {@code USER_NOT_FOUND}.
 *
 * @param status null for both
 * @param limit 1 to 100
 * @param after the event id that the page before ended with, or null for the first page
 */
public record ListUserEvents(String userId, Registration.Status status, int limit, String after)
        implements Request<Page<UserRegistration>> {}
