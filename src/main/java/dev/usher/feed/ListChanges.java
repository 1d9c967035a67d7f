package dev.usher.feed;

import dev.usher.service.Request;

/**
 * Reads one page of an event's change log. Refused with {@code EVENT_NOT_FOUND}.
 *
 * @param after the last version that the caller has, 0 for none
 * @param limit maximum versions, 1 to 100
 * @param waitMillis how long to wait for the next version when there is none yet; the deadline must allow for it
 */
public record ListChanges(String eventId, long after, int limit, long waitMillis) implements Request<ChangesPage> {}
