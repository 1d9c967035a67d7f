package dev.usher.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Complete history of one event: every committed version, the first being its creation, and every action of every
 * client.
 *
 * @param origin when the rig's clock was 0; clocks of nodes may differ by {@link #CLOCK_SKEW}
 */
public record EventHistory(String eventId, List<Version> versions, List<Action> actions, Instant origin) {
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    public EventHistory {
        versions = List.copyOf(versions);
        actions = List.copyOf(actions);
    }

    /** The earliest moment that a node's clock may show while the request is under way. */
    Instant earliest(Action action) {
        return origin.plusNanos(action.start()).minus(CLOCK_SKEW);
    }

    /** The latest moment that a node's clock may show while the request is under way. */
    Instant latest(Action action) {
        return origin.plusNanos(action.end()).plus(CLOCK_SKEW);
    }
}
