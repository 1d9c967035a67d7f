package dev.usher.registrations.model;

import dev.usher.service.Deadline;

/**
 * The unregister event: gives the seat back and promotes the head of the waitlist onto it, or leaves the waitlist.
 * Refused with {@code EVENT_NOT_FOUND}, {@code USER_NOT_FOUND} or {@code REGISTRATION_NOT_FOUND}.
 *
 * @param by the user who unregisters another one, or null
 */
public record Unregister(String eventId, String userId, String by, Deadline deadline)
        implements LedgerCommand<Unregistered> {}
