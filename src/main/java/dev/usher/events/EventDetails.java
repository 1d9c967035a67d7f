package dev.usher.events;

import dev.usher.service.RefusalReason;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Details of an event, as its organizer sets them. All but the first three may be null: not set.
 *
 * @param capacity seats in all, 1 to 1,000,000
 * @param hasWaitlist whether the waitlist accepts new entries when no seat is free
 * @param waitlistCapacity maximum number of waitlist entries; a new one beyond it is refused, existing ones stay
 * @param registrationOpensAt the first moment at which new registrations are accepted
 * @param registrationClosesAt the first moment at which new registrations are no longer accepted
 */
public record EventDetails(
        String name,
        int capacity,
        boolean hasWaitlist,
        Integer waitlistCapacity,
        String description,
        String location,
        Instant startsAt,
        Instant registrationOpensAt,
        Instant registrationClosesAt) {

    /** Creates terms without optional values. */
    public EventDetails(String name, int capacity, boolean hasWaitlist) {
        this(name, capacity, hasWaitlist, null, null, null, null, null, null);
    }

    public EventDetails amended(EventPatch amendment) {
        return new EventDetails(
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

    EventDetails described(String newDescription) {
        return new EventDetails(
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

    public boolean hasDescriptionOf(EventDetails other) {
        return Objects.equals(description, other.description);
    }

    /** Returns whether registration opens before it closes; true if one of the two is not set. */
    public boolean opensBeforeItCloses() {
        return registrationOpensAt == null
                || registrationClosesAt == null
                || registrationOpensAt.isBefore(registrationClosesAt);
    }

    /** Returns the reason to refuse new registrations; empty while registration is open. */
    Optional<RefusalReason> closedAt(Instant moment) {
        if (registrationOpensAt != null && moment.isBefore(registrationOpensAt)) {
            return Optional.of(RefusalReason.REGISTRATION_NOT_OPEN);
        }
        boolean over = registrationClosesAt != null && !moment.isBefore(registrationClosesAt);
        return over ? Optional.of(RefusalReason.REGISTRATION_CLOSED) : Optional.empty();
    }

    /** Returns whether a waitlist with this number of entries accepts another one. */
    public boolean lineTakesOneMoreThan(int waiting) {
        return hasWaitlist && (waitlistCapacity == null || waiting < waitlistCapacity);
    }
}
