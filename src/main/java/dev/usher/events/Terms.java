package dev.usher.events;

import dev.usher.bus.Reason;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What an organizer says of an event. Everything behind the first three may be null: not said.
 *
 * @param capacity seats in all, 1 to 1,000,000
 * @param hasWaitlist whether newcomers may join the line when no seat is free
 * @param waitlistCapacity how many people may wait in line at once; newcomers are refused beyond, nobody is sent away
 * @param registrationOpensAt the first moment at which newcomers are taken
 * @param registrationClosesAt the first moment at which newcomers are taken no more
 */
public record Terms(
        String name,
        int capacity,
        boolean hasWaitlist,
        Integer waitlistCapacity,
        String description,
        String location,
        Instant startsAt,
        Instant registrationOpensAt,
        Instant registrationClosesAt) {

    /** With nothing said that need not be. */
    public Terms(String name, int capacity, boolean hasWaitlist) {
        this(name, capacity, hasWaitlist, null, null, null, null, null, null);
    }

    public Terms amended(Amendment amendment) {
        return new Terms(
                amendment.name().over(name),
                amendment.capacity().over(capacity),
                amendment.hasWaitlist().over(hasWaitlist),
                amendment.waitlistCapacity().over(waitlistCapacity),
                amendment.description().over(description),
                amendment.location().over(location),
                amendment.startsAt().over(startsAt),
                amendment.registrationOpensAt().over(registrationOpensAt),
                amendment.registrationClosesAt().over(registrationClosesAt));
    }

    Terms described(String newDescription) {
        return new Terms(
                name,
                capacity,
                hasWaitlist,
                waitlistCapacity,
                newDescription,
                location,
                startsAt,
                registrationOpensAt,
                registrationClosesAt);
    }

    public boolean hasDescriptionOf(Terms other) {
        return Objects.equals(description, other.description);
    }

    /** Whether registration opens before it closes; true where one of the two is not said. */
    public boolean opensBeforeItCloses() {
        return registrationOpensAt == null
                || registrationClosesAt == null
                || registrationOpensAt.isBefore(registrationClosesAt);
    }

    /** Empty while registration is open. */
    Optional<Reason> closedAt(Instant moment) {
        if (registrationOpensAt != null && moment.isBefore(registrationOpensAt)) {
            return Optional.of(Reason.REGISTRATION_NOT_OPEN);
        }
        boolean over = registrationClosesAt != null && !moment.isBefore(registrationClosesAt);
        return over ? Optional.of(Reason.REGISTRATION_CLOSED) : Optional.empty();
    }

    /** Whether one more may join a line in which so many wait. */
    public boolean lineTakesOneMoreThan(int waiting) {
        return hasWaitlist && (waitlistCapacity == null || waiting < waitlistCapacity);
    }
}
