package dev.usher.history;

import java.util.List;

/**
 * Everything that is known of one event: every version that was committed, the first one being its creation, and every
 * action of every client.
 */
public record EventHistory(String eventId, List<Version> versions, List<Action> actions) {
    public EventHistory {
        versions = List.copyOf(versions);
        actions = List.copyOf(actions);
    }
}
