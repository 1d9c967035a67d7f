package dev.usher.registrations;

import dev.usher.events.Event;
import java.util.Map;
import java.util.Optional;

/**
 * One serializable read: an event and rows of it at one moment.
 *
 * @param event empty when there is none
 * @param rows an entry for each user that was asked for, empty for a user without a row
 */
public record Snapshot(Optional<Event> event, Map<String, Optional<Registration>> rows) {
    public Snapshot {
        rows = Map.copyOf(rows);
    }
}
