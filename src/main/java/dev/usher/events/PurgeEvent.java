package dev.usher.events;

import dev.usher.service.Deadline;
import dev.usher.service.Request;

/**
 * Request to delete an event for good. Answered with the event as it was. Refused with {@code EVENT_NOT_FOUND}, also
 * when an earlier request deleted it, with {@code PRECONDITION_FAILED}, and with {@code EVENT_HAS_HISTORY} unless the
 * change log shows that no user ever registered.
 */
public record PurgeEvent(String eventId, DetailsCondition condition, Deadline deadline) implements Request<Event> {}
