package dev.usher.registrations.model;

import dev.usher.events.Event;

/** One entry of a user's list: the event and the user's registration at it. */
public record UserRegistration(Event event, RegistrationView standing) {}
