package dev.usher.registrations.model;

import dev.usher.service.Deadline;
import java.time.Instant;

/**
 * Gives back a seat that was not confirmed in time, and promotes the head of the waitlist onto it. At a cancelled event
 * the seat is kept instead, as if it were confirmed. Refused with {@code EVENT_NOT_FOUND}, or with
 * {@code REGISTRATION_NOT_FOUND} if the seat no longer has this {@code confirmBy}, if that moment is not past, or if
 * the seat is kept.
 *
 * @param confirmBy of the registration for which the command was made
 */
public record LapseSeat(String eventId, String userId, Instant confirmBy, Deadline deadline)
        implements LedgerCommand<Unregistered> {}
