package dev.usher.events;

import dev.usher.bus.Page;
import dev.usher.bus.Request;

/**
 * Events in the store's own order, every one once.
 *
 * @param limit 1 to 100
 * @param after the id that the page before ended with, or null for the first page
 */
public record ListEvents(int limit, String after) implements Request<Page<Event>> {}
