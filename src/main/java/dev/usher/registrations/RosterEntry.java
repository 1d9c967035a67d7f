package dev.usher.registrations;

import dev.usher.registrations.model.RegistrationView;

/**
 * A registration in a roster.
 *
 * @param name of the user; null if the user has none
 */
public record RosterEntry(RegistrationView view, String name) {}
