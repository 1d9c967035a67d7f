package dev.usher.events;

import static dev.usher.events.EventField.CONFIRM_MINUTES;
import static dev.usher.events.EventField.DESCRIPTION;
import static dev.usher.events.EventField.ENDS_AT;
import static dev.usher.events.EventField.PROMOTES_UNTIL;
import static dev.usher.events.EventField.REGISTRATION_CLOSES_AT;
import static dev.usher.events.EventField.REGISTRATION_OPENS_AT;
import static dev.usher.events.EventField.STARTS_AT;
import static dev.usher.events.EventField.WAITLIST_CAPACITY;

import dev.usher.service.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Details of an event, as its organizer sets them.
 *
 * @param capacity seats in all, 1 to 1,000,000
 * @param hasWaitlist whether the waitlist accepts new entries when no seat is free
 * @param fields the optional fields that are set, each with a value of its type
 */
public record EventDetails(String name, int capacity, boolean hasWaitlist, Map<EventField<?>, Object> fields) {
    public EventDetails {
        fields = Map.copyOf(fields);
    }

    public static final int MAX_CAPACITY = 1_000_000;

    /** A promotion within this time before the last possible one needs no confirmation. */
    private static final Duration DIRECT = Duration.ofMinutes(10);

    private static final long ALMOST_A_SECOND = 999_999_999;

    /** Creates details without optional fields. */
    public EventDetails(String name, int capacity, boolean hasWaitlist) {
        this(name, capacity, hasWaitlist, Map.of());
    }

    /** Returns the value of an optional field, or null. */
    public <T> T get(EventField<T> field) {
        return field.in(fields);
    }

    /**
     * Returns a copy with another value of an optional field.
     *
     * @param value null for none
     */
    public <T> EventDetails with(EventField<T> field, T value) {
        return amended(new EventPatch(null, null, null, Map.of(field, Optional.ofNullable(value))));
    }

    public EventDetails amended(EventPatch amendment) {
        var amended = new HashMap<>(fields);
        amendment.fields().forEach((field, value) -> {
            amended.remove(field);
            value.ifPresent(set -> amended.put(field, set));
        });
        return new EventDetails(
                Objects.requireNonNullElse(amendment.name(), name),
                Objects.requireNonNullElse(amendment.capacity(), capacity),
                Objects.requireNonNullElse(amendment.hasWaitlist(), hasWaitlist),
                amended);
    }

    /** Returns a copy with one more seat. */
    public EventDetails withAddedSeat() {
        return new EventDetails(name, capacity + 1, hasWaitlist, fields);
    }

    public String description() {
        return get(DESCRIPTION);
    }

    public boolean hasDescriptionOf(EventDetails other) {
        return Objects.equals(description(), other.description());
    }

    /** Returns the first field whose value is not accepted; empty if all are. */
    public Optional<InvalidField> invalid() {
        return EventField.all().stream()
                .flatMap(field -> field.check(fields).stream())
                .findFirst()
                .or(() -> order(REGISTRATION_OPENS_AT, REGISTRATION_CLOSES_AT, ""))
                .or(this::opensBeforeTheStart)
                .or(() -> order(STARTS_AT, ENDS_AT, ""));
    }

    private Optional<InvalidField> opensBeforeTheStart() {
        return get(REGISTRATION_CLOSES_AT) == null
                ? order(
                        REGISTRATION_OPENS_AT,
                        STARTS_AT,
                        ": without registrationClosesAt, registration closes at the start")
                : Optional.empty();
    }

    private Optional<InvalidField> order(EventField<Instant> first, EventField<Instant> second, String reason) {
        var begin = get(first);
        var end = get(second);
        return begin == null || end == null || begin.isBefore(end)
                ? Optional.empty()
                : Optional.of(new InvalidField(second.name(), "must be later than " + first.name() + reason));
    }

    /** Returns the reason to refuse new registrations; empty while registration is open. */
    Optional<RefusalReason> closedAt(Instant moment) {
        var opens = get(REGISTRATION_OPENS_AT);
        if (opens != null && moment.isBefore(opens)) {
            return Optional.of(RefusalReason.REGISTRATION_NOT_OPEN);
        }
        return lasts(REGISTRATION_CLOSES_AT, moment)
                ? Optional.empty()
                : Optional.of(RefusalReason.REGISTRATION_CLOSED);
    }

    /** Returns whether the event has a start that is not later than the moment. */
    public boolean startedAt(Instant moment) {
        return !lasts(STARTS_AT, moment);
    }

    /** Returns whether a waitlist entry may be promoted. */
    boolean promotesAt(Instant moment) {
        return lasts(PROMOTES_UNTIL, moment);
    }

    /**
     * Returns the deadline for the confirmation of a seat that is assigned at this moment: in whole seconds, and no
     * later than the end of promotion. Null if the seat needs no confirmation, and also if promotion ends in less than
     * ten minutes.
     */
    public Instant confirmBy(Instant moment) {
        var minutes = get(CONFIRM_MINUTES);
        var until = end(PROMOTES_UNTIL);
        if (minutes == null || until != null && until.isBefore(moment.plus(DIRECT))) {
            return null;
        }
        var by = moment.plus(Duration.ofMinutes(minutes))
                .plusNanos(ALMOST_A_SECOND)
                .truncatedTo(ChronoUnit.SECONDS);
        return until == null || by.isBefore(until) ? by : until.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns whether the end is later than the moment. */
    private boolean lasts(EventField<Instant> end, Instant moment) {
        var until = end(end);
        return until == null || moment.isBefore(until);
    }

    /** Returns the value of an end, or the start of the event. */
    private Instant end(EventField<Instant> end) {
        return fields.containsKey(end) ? get(end) : get(STARTS_AT);
    }

    /** Returns whether a waitlist with this number of entries accepts another one. */
    public boolean waitlistHasRoom(int waiting) {
        var most = get(WAITLIST_CAPACITY);
        return hasWaitlist && (most == null || waiting < most);
    }
}
