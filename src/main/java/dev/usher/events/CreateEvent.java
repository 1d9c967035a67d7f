package dev.usher.events;

import dev.usher.service.CreateResult;
import dev.usher.service.Request;
import dev.usher.service.RequestKey;

/**
 * Creates an event. Refused with {@code EVENT_EXISTS} when the id is taken by another request, with
 * {@code IDEMPOTENCY_KEY_REUSED} when that had the same key and another body, and with {@code INVALID_DETAILS}.
 *
 * @param eventId null to generate one
 * @param requestKey null when the caller sent none
 * @param owner user id of the owner, or null
 */
public record CreateEvent(String eventId, EventDetails terms, RequestKey requestKey, String owner)
        implements Request<CreateResult<Event>> {}
