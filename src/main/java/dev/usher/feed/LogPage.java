package dev.usher.feed;

import dev.usher.registrations.model.LoggedTurn;
import java.util.List;

/** Result of reading the change log of an event behind a version. */
public sealed interface LogPage {
    /** No newer version is certain. */
    LogPage NOTHING = new Turns(List.of());

    /**
     * Consecutive versions, beginning with the next one. Ends at a version that the log does not contain (yet).
     *
     * @param turns may be empty
     */
    record Turns(List<LoggedTurn> turns) implements LogPage {
        public Turns {
            turns = List.copyOf(turns);
        }
    }

    /** Committed versions that the log will never contain: a replica without a change log made them. */
    record Gap(long first, long last) implements LogPage {}

    /** The next version is older than the log, as are all up to {@code last}. */
    record Gone(long first, long last) implements LogPage {}
}
