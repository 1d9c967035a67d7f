package dev.usher.events;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Optional field of an event that its organizer sets. Its declaration here is all that requests, representations, rows
 * and the change log need. Each field exists once and is compared by identity. Immutable.
 *
 * @param <T> {@code Integer}, {@code String} or {@code Instant}
 */
public final class EventField<T> {
    private static final List<EventField<?>> DECLARED = new ArrayList<>();

    public static final EventField<String> DESCRIPTION = text("description");
    public static final EventField<String> LOCATION = text("location");
    public static final EventField<Instant> STARTS_AT = moment("startsAt");
    public static final EventField<Instant> ENDS_AT = moment("endsAt");
    /** Where the event takes place. Only shown: no time is computed with it. */
    public static final EventField<String> TIME_ZONE = text(
            "timeZone",
            ZoneId.getAvailableZoneIds()::contains,
            "must be the name of a time zone in the IANA database, such as Europe/Berlin");

    /** The first moment at which new registrations are accepted. */
    public static final EventField<Instant> REGISTRATION_OPENS_AT = moment("registrationOpensAt");
    /** The first moment at which new registrations are no longer accepted. */
    public static final EventField<Instant> REGISTRATION_CLOSES_AT = moment("registrationClosesAt");
    /** The first moment at which no user is promoted any more. */
    public static final EventField<Instant> PROMOTES_UNTIL = moment("promotesUntil");
    /** Maximum number of waitlist entries. A new one beyond it is refused, existing ones stay. */
    public static final EventField<Integer> WAITLIST_CAPACITY = number("waitlistCapacity");
    /** Minutes in which a promoted user must confirm the seat; without it a promotion needs no confirmation. */
    public static final EventField<Integer> CONFIRM_MINUTES = number("confirmMinutes");

    private final String name;
    private final Class<T> type;
    private final Function<Object, T> reader;
    private final Predicate<T> valid;
    private final String requirement;

    private EventField(String name, Class<T> type, Function<Object, T> reader, Predicate<T> valid, String requirement) {
        this.name = name;
        this.type = type;
        this.reader = reader;
        this.valid = valid;
        this.requirement = requirement;
        DECLARED.add(this);
    }

    private static EventField<Integer> number(String name) {
        return new EventField<>(
                name, Integer.class, plain -> Math.toIntExact(((Number) plain).longValue()), value -> true, null);
    }

    private static EventField<String> text(String name) {
        return text(name, value -> true, null);
    }

    /**
     * @param valid what the contract requires beyond the schema
     * @param requirement the message for a value that is not valid
     */
    private static EventField<String> text(String name, Predicate<String> valid, String requirement) {
        return new EventField<>(name, String.class, String.class::cast, valid, requirement);
    }

    private static EventField<Instant> moment(String name) {
        return new EventField<>(name, Instant.class, plain -> Instant.parse((String) plain), value -> true, null);
    }

    /** Returns all fields in the order of their declaration, in which events are shown. */
    public static List<EventField<?>> all() {
        return Collections.unmodifiableList(DECLARED);
    }

    /**
     * Reads all fields of an event.
     *
     * @param plain the number or the text of the field with a name, or null for none
     */
    public static Map<EventField<?>, Object> readAll(Function<String, Object> plain) {
        var values = new HashMap<EventField<?>, Object>();
        for (var field : DECLARED) {
            var value = plain.apply(field.name);
            if (value != null) {
                values.put(field, field.read(value));
            }
        }
        return values;
    }

    /** The name in the contract, in the event's row and in the change log. */
    public String name() {
        return name;
    }

    /**
     * Converts a value of the contract or of a row.
     *
     * @param plain a number or a text
     * @throws RuntimeException for a value of another type
     */
    public T read(Object plain) {
        return reader.apply(plain);
    }

    /** Returns the field's value; null for none. */
    T in(Map<EventField<?>, Object> values) {
        return type.cast(values.get(this));
    }

    /** Returns what is wrong with the field's value; empty if it is valid or absent. */
    Optional<InvalidField> check(Map<EventField<?>, Object> values) {
        var value = in(values);
        return value == null || valid.test(value) ? Optional.empty() : Optional.of(new InvalidField(name, requirement));
    }

    @Override
    public String toString() {
        return name;
    }
}
