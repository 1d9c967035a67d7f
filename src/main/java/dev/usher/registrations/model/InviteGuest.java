package dev.usher.registrations.model;

import dev.usher.service.Deadline;
import dev.usher.service.RequestKey;

/**
 * Gives a user a seat that is added to the capacity in the same turn, so that no other user loses anything. A guest on
 * the waitlist leaves it. Possible at any time, even while registration is closed. Refused with
 * {@code EVENT_NOT_FOUND}, {@code USER_NOT_FOUND}, {@code EVENT_CANCELLED}, {@code CAPACITY_AT_MAXIMUM}, or
 * {@code ALREADY_REGISTERED} with the existing {@link RegistrationView} if the user has a seat.
 *
 * @param requestKey null when the caller sent none; a repeated key returns the current row
 * @param by the user who invites another one, or null
 */
public record InviteGuest(String eventId, String userId, String requestKey, String by, Deadline deadline)
        implements LedgerCommand<RegistrationView> {
    /** Not a valid user id: the same key of a register and of an invitation must not match. */
    private static final String BODY_PREFIX = "guest ";

    /** The idempotency key as the row stores it. */
    public String storedKey() {
        return RequestKey.stored(requestKey, BODY_PREFIX + userId);
    }

    /** Whether the row was made by an earlier request with the same key. */
    public boolean repeats(Registration row) {
        return RequestKey.matches(row.requestKey(), requestKey, BODY_PREFIX + userId);
    }
}
