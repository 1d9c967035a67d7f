package dev.usher.feed;

/** News in the process that an event with a feed no longer exists. Its readers are to be disconnected. */
public record EventRemoved(String eventId) {
    public static final String ADDRESS = "live.removed";
}
