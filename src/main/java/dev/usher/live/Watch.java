package dev.usher.live;

import dev.usher.bus.Request;

/**
 * Begins to watch an event. From now on, and as long as {@link Watched} names the event, {@link News} of it is
 * published. Refused with {@code EVENT_NOT_FOUND}.
 *
 * @param after the last version that the reader knows, 0 for none
 */
public record Watch(String eventId, long after) implements Request<Backlog> {}
