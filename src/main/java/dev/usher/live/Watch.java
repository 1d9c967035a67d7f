package dev.usher.live;

import dev.usher.bus.Request;

/**
 * Begins to watch an event. Its {@link News} are published from now on, and as long as {@link Watched} names the event.
 * Refused with {@code EVENT_NOT_FOUND}.
 *
 * @param after the last version that the reader has, 0 for none
 */
public record Watch(String eventId, long after) implements Request<Backlog> {}
