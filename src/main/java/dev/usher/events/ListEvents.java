package dev.usher.events;

import dev.usher.service.Page;
import dev.usher.service.Request;
import java.time.Instant;

/**
 * Request to list events by start, those without a start after all others. The list may lag behind by a moment. A page
 * may have fewer events than the limit although others follow. The next page starts after {@link EventListCursor#of}
 * its end.
 *
 * @param from first start that is listed, or null
 * @param to first start that is no longer listed, or null; excludes events without a start
 * @param status null for both
 * @param owner id of the owner, or null for the events of all owners
 * @param limit 1 to 100
 * @param after end of the previous page, or null for the first page
 */
public record ListEvents(Instant from, Instant to, Event.Status status, String owner, int limit, EventListCursor after)
        implements Request<Page<Event>> {}
