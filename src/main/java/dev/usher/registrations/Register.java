package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.bus.Request;

/**
 * A seat or, when the seats are gone, a place in line. Refused with {@code EVENT_NOT_FOUND}, {@code USER_NOT_FOUND},
 * {@code EVENT_FULL}, or {@code ALREADY_REGISTERED} with the {@link Standing} that stands.
 *
 * @param requestKey null when the caller sent none; the same key again gives the row as it stands
 */
public record Register(String eventId, String userId, String requestKey, Deadline deadline)
        implements Request<Standing> {}
