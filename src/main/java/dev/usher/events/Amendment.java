package dev.usher.events;

import java.time.Instant;

/** What an organizer changes of an event's terms. The first three cannot be taken away: their value is never null. */
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
