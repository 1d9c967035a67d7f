package dev.usher.events;

import java.time.Instant;

/**
 * Changes to an event's terms. The first three are required in an event and cannot be cleared: their value is never
 * null.
 */
public record EventPatch(
        FieldPatch<String> name,
        FieldPatch<Integer> capacity,
        FieldPatch<Boolean> hasWaitlist,
        FieldPatch<Integer> waitlistCapacity,
        FieldPatch<String> description,
        FieldPatch<String> location,
        FieldPatch<Instant> startsAt,
        FieldPatch<Instant> registrationOpensAt,
        FieldPatch<Instant> registrationClosesAt) {}
