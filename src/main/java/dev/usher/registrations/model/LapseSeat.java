package dev.usher.registrations.model;

import dev.usher.service.Deadline;
import java.time.Instant;

/**
 * Gives back a seat that was not confirmed in time, and promotes the head of the waitlist onto it. Refused with
 * {@code EVENT_NOT_FOUND}, or with {@code REGISTRATION_NOT_FOUND} if the seat no longer has this {@code confirmBy}, or
 * if that moment is not past.
 *
 * @param confirmBy of the registration for which the command was made
 */
public record LapseSeat(String eventId, String userId, Instant confirmBy, Deadline deadline)
        implements LedgerCommand<Unregistered> {}
