package dev.usher.feed;

import java.util.Set;

/** The events that still have readers, published periodically by each component that serves readers. */
public record FeedInterest(Set<String> eventIds) {
    public static final String ADDRESS = "live.watched";
    /** Time after which an event is no longer watched unless it is named again. */
    static final long FORGOTTEN_AFTER_MILLIS = 45_000;
    /** Interval at which watched events must be named. */
    public static final long EVERY_MILLIS = 15_000;

    public FeedInterest {
        eventIds = Set.copyOf(eventIds);
    }
}
