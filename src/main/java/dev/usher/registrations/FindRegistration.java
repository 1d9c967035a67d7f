package dev.usher.registrations;

import dev.usher.bus.Request;

/**
 * One user's registration at one event, with the place in line as it is now. Refused with {@code EVENT_NOT_FOUND},
 * {@code USER_NOT_FOUND} or {@code REGISTRATION_NOT_FOUND}.
 */
public record FindRegistration(String eventId, String userId) implements Request<Standing> {}
