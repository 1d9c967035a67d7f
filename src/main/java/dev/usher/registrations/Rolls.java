package dev.usher.registrations;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.usher.events.Event;
import java.util.Optional;

/** The rolls that this process remembers, of all its events together no more than a bounded number of names. */
final class Rolls {
    private static final int MOST_NAMES = 100_000;

    private final Cache<String, Roll> rolls = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(MOST_NAMES)
            .weigher((String eventId, Roll roll) -> 1 + roll.users().size())
            .build();

    /** The roll of this very version, if it is remembered; an older one is not, any more. */
    Optional<Roll> of(Event event) {
        var roll = rolls.getIfPresent(event.eventId());
        if (roll != null && roll.version() < event.version()) {
            rolls.invalidate(event.eventId());
        }
        return Optional.ofNullable(roll).filter(known -> known.version() == event.version());
    }

    void remember(String eventId, Roll roll) {
        rolls.put(eventId, roll);
    }
}
