package dev.usher.events;

import java.util.Map;
import java.util.Optional;

/**
 * Changes to an event's details. The required fields cannot be cleared: null leaves one as it is.
 *
 * @param fields the optional fields that change, each with its new value; empty clears it
 */
public record EventPatch(String name, Integer capacity, Boolean hasWaitlist, Map<EventField<?>, Optional<?>> fields) {
    public EventPatch {
        fields = Map.copyOf(fields);
    }
}
