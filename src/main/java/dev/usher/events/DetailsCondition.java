package dev.usher.events;

import java.util.Set;

/**
 * Condition of a change: the versions of an event's details that its caller accepts.
 *
 * @param versions accepted values of the event's {@code detailsVersion}; null for any
 */
public record DetailsCondition(Set<Long> versions) {
    /** Accepts every event. */
    public static final DetailsCondition ANY = new DetailsCondition(null);

    public boolean accepts(Event event) {
        return versions == null || versions.contains(event.detailsVersion());
    }
}
