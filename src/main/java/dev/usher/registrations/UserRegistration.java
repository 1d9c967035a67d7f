package dev.usher.registrations;

import dev.usher.events.Event;
import dev.usher.registrations.model.RegistrationView;

/** One entry of a user's list: the event and the user's registration at it. */
public record UserRegistration(Event event, RegistrationView view) {}
