package dev.usher.feed;

import dev.usher.service.Request;
import io.vertx.core.Future;

/**
 * Request to publish the new versions of an event in this process, answered with those that the reader lacks. Its
 * {@link EventUpdates} are published from now on, as long as it has a reader. Refused with {@code EVENT_NOT_FOUND}.
 *
 * @param after the last version that the reader has, 0 for none
 * @param over completes when the reader is gone, on any thread; the same for each request of a reader
 */
public record SubscribeToEvent(String eventId, long after, Future<Void> over) implements Request<InitialUpdates> {}
