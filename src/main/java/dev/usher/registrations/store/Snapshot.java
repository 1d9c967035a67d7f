package dev.usher.registrations.store;

import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import java.util.Map;
import java.util.Optional;

/**
 * Result of one serializable read: an event and some of its rows at one moment.
 *
 * @param event empty when it does not exist
 * @param rows an entry for each requested user, empty for a user without a row
 */
public record Snapshot(Optional<Event> event, Map<String, Optional<Registration>> rows) {
    public Snapshot {
        rows = Map.copyOf(rows);
    }
}
