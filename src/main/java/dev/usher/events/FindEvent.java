package dev.usher.events;

import dev.usher.bus.Request;

/** Reads the event as stored now. Refused with {@code EVENT_NOT_FOUND}. */
public record FindEvent(String eventId) implements Request<Event> {}
