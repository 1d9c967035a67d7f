package dev.usher.feed;

import dev.usher.service.Request;

/**
 * Request to publish the new versions of an event in this process, answered with those that the reader lacks. Its
 * {@link EventUpdates} are published from now on, and as long as {@link FeedInterest} names the event. Refused with
 * {@code EVENT_NOT_FOUND}.
 *
 * @param after the last version that the reader has, 0 for none
 */
public record SubscribeToEvent(String eventId, long after) implements Request<InitialUpdates> {}
