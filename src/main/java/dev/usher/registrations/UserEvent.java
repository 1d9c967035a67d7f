package dev.usher.registrations;

import dev.usher.events.Event;

/** One entry of a user's list: the event and the user's registration at it. */
public record UserEvent(Event event, Standing standing) {}
