package dev.usher.registrations;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;

/**
 * The rosters that a process keeps, bounded by the rows of all events together. A roster that is not used for a while
 * is dropped, long before the rows of the change log that it would need to go on expire. Thread-safe; each roster
 * belongs to its event's context.
 */
final class RosterCache {
    private static final int MAX_ROWS = 100_000;
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Cache<String, EventRoster> rosters = Caffeine.newBuilder()
            .executor(Runnable::run)
            .expireAfterAccess(IDLE)
            .maximumWeight(MAX_ROWS)
            .weigher((String eventId, EventRoster roster) -> 1 + roster.size())
            .build();

    Optional<EventRoster> of(String eventId) {
        return Optional.ofNullable(rosters.getIfPresent(eventId));
    }

    /** Also after a change, so that the roster counts with its new size. */
    void put(String eventId, EventRoster roster) {
        rosters.put(eventId, roster);
    }

    void remove(String eventId) {
        rosters.invalidate(eventId);
    }
}
