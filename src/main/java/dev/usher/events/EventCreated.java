package dev.usher.events;

/** News that this process has created an event. */
public record EventCreated(String eventId) {
    /** Bus address at which every created event is published. */
    public static final String ADDRESS = "events.created";
}
