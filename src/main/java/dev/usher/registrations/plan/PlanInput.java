package dev.usher.registrations.plan;

import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.WaitlistPrefix;
import java.util.Map;
import java.util.Optional;

/**
 * Input of a plan: one version of an event, and the known part of its rows and its waitlist.
 *
 * @param rows the known rows, empty for a user without a row; absent users are unknown
 * @param waitlist the front of the waitlist, or empty while it was not read
 */
public record PlanInput(Event event, Map<String, Optional<Registration>> rows, Optional<WaitlistPrefix> waitlist) {}
