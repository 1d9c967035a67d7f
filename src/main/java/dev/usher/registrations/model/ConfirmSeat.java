package dev.usher.registrations.model;

import dev.usher.service.Deadline;

/**
 * Keeps a seat that lapses unless it is confirmed, even after that moment if it has not lapsed yet. Answered with the
 * registration as it is if the seat needs no confirmation. Refused with {@code EVENT_NOT_FOUND},
 * {@code USER_NOT_FOUND}, {@code REGISTRATION_NOT_FOUND}, or {@code NO_SEAT_YET} for a user on the waitlist.
 *
 * @param by the user who confirms for another one, or null
 */
public record ConfirmSeat(String eventId, String userId, String by, Deadline deadline)
        implements LedgerCommand<RegistrationView> {}
