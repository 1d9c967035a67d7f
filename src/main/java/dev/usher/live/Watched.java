package dev.usher.live;

import java.util.Set;

/** The events that somebody still reads, published from time to time by each who serves readers. */
public record Watched(Set<String> eventIds) {
    public static final String ADDRESS = "live.watched";
    /** How long an event is watched that nobody names. */
    static final long FORGOTTEN_AFTER_MILLIS = 45_000;
    /** How often they are to be named. */
    public static final long EVERY_MILLIS = 15_000;

    public Watched {
        eventIds = Set.copyOf(eventIds);
    }
}
