package dev.usher.registrations;

import dev.usher.events.Event;

/** One line of a user's list: the event, and how the user stands there. */
public record UserEvent(Event event, Standing standing) {}
