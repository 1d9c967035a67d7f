package dev.usher.registrations;

import dev.usher.registrations.model.RegistrationView;
import dev.usher.service.Request;

/**
 * Reads one user's registration at one event, with its current waitlist position. Refused with {@code EVENT_NOT_FOUND},
 * {@code USER_NOT_FOUND} or {@code REGISTRATION_NOT_FOUND}.
 */
public record GetRegistration(String eventId, String userId) implements Request<RegistrationView> {}
