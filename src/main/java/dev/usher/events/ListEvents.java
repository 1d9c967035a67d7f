package dev.usher.events;

import dev.usher.service.Page;
import dev.usher.service.Request;

/**
 * Lists events in the store's own order, each exactly once.
 *
 * @param limit 1 to 100
 * @param after the last id of the previous page, or null for the first page
 */
public record ListEvents(int limit, String after) implements Request<Page<Event>> {}
