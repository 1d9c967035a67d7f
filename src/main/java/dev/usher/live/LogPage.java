package dev.usher.live;

import dev.usher.registrations.LoggedTurn;
import java.util.List;

/** What the change log of an event has behind a version. */
sealed interface LogPage {
    /** Nothing newer is known for certain. */
    LogPage NOTHING = new Turns(List.of());

    /**
     * Consecutive versions, the first of them the next one. Ends at a version that the log does not show (yet).
     *
     * @param turns may be empty
     */
    record Turns(List<LoggedTurn> turns) implements LogPage {
        public Turns {
            turns = List.copyOf(turns);
        }
    }

    /** Versions that were committed and that the log will never have: a replica without a change log made them. */
    record Gap(long first, long last) implements LogPage {}

    /** The next version is older than the log. */
    record Gone() implements LogPage {}
}
