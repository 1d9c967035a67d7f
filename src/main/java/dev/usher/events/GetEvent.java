package dev.usher.events;

import dev.usher.service.Request;

/** Reads the event as stored now. Refused with {@code EVENT_NOT_FOUND}. */
public record GetEvent(String eventId) implements Request<Event> {}
