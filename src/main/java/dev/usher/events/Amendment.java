package dev.usher.events;

import java.time.Instant;

/**
 * Changes to an event's terms. The first three are required in an event and cannot be cleared: their value is never
 * null.
 */
public record Amendment(
        Edit<String> name,
        Edit<Integer> capacity,
        Edit<Boolean> hasWaitlist,
        Edit<Integer> waitlistCapacity,
        Edit<String> description,
        Edit<String> location,
        Edit<Instant> startsAt,
        Edit<Instant> registrationOpensAt,
        Edit<Instant> registrationClosesAt) {}
