package dev.usher.feed;

import dev.usher.events.Event;
import io.vertx.core.Future;

/**
 * Published by a component that needs the {@link EventUpdates} of an event, and nothing of its past.
 *
 * @param event as it was just read; the updates begin behind its version at the latest
 * @param over completes when they are no longer needed, on any thread
 */
public record FeedInterest(Event event, Future<Void> over) {
    public static final String ADDRESS = "live.watched";
}
