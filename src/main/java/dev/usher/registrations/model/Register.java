package dev.usher.registrations.model;

import dev.usher.service.Deadline;
import dev.usher.service.RequestKey;

/**
 * Requests a seat or, when no seat is free, a waitlist entry. Refused with {@code EVENT_NOT_FOUND},
 * {@code USER_NOT_FOUND}, {@code EVENT_CANCELLED}, {@code REGISTRATION_NOT_OPEN} with the moment at which it opens,
 * {@code REGISTRATION_CLOSED}, {@code EVENT_FULL}, {@code WAITLIST_FULL}, or {@code ALREADY_REGISTERED} with the
 * existing {@link RegistrationView}.
 *
 * @param requestKey null when the caller sent none; a repeated key returns the current row
 * @param by the user who registers another one, or null
 */
public record Register(String eventId, String userId, String requestKey, String by, Deadline deadline)
        implements LedgerCommand<RegistrationView> {
    /** The idempotency key as the row stores it. */
    public String storedKey() {
        return RequestKey.stored(requestKey, userId);
    }

    /** Whether the row was made by an earlier request with the same key. */
    public boolean repeats(Registration row) {
        return RequestKey.matches(row.requestKey(), requestKey, userId);
    }
}
