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

    /** The roll of this very version, if it is remembered. */
    Optional<Roll> of(Event event) {
        return Optional.ofNullable(rolls.getIfPresent(event.eventId()))
                .filter(roll -> roll.version() == event.version());
    }

    void remember(String eventId, Roll roll) {
        rolls.put(eventId, roll);
    }
}
