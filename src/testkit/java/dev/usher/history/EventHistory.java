package dev.usher.history;

import java.util.List;

/**
 * Complete history of one event: every committed version, the first being its creation, and every action of every
 * client.
 */
public record EventHistory(String eventId, List<Version> versions, List<Action> actions) {
    public EventHistory {
        versions = List.copyOf(versions);
        actions = List.copyOf(actions);
    }
}
