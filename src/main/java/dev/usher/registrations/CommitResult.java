package dev.usher.registrations;

import dev.usher.events.Event;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the store said of one try to commit a turn. */
public sealed interface CommitResult {

    /** It is committed. */
    record Committed() implements CommitResult {}

    /**
     * An assumption was wrong: nothing was written, and nothing will be under this token.
     *
     * @param event the event as it stood then, when its own condition failed; empty otherwise
     * @param rows the rows of users whose condition failed, as they stood then
     * @param others other rows whose condition failed, as the log names them
     */
    record Refuted(Optional<Event> event, Map<String, Optional<Registration>> rows, Set<String> others)
            implements CommitResult {}

    /**
     * This try wrote nothing, and never will: another transaction was under way on one of its rows, or the store asked
     * for less. The same request may be sent again.
     *
     * @param throttled whether the store asked for less
     */
    record Cancelled(boolean throttled, Throwable cause) implements CommitResult {}

    /**
     * It may have been committed, or may still be: throttled, in progress, timed out or cut off.
     *
     * @param throttled whether the store asked for less
     */
    record Unknown(boolean throttled, Throwable cause) implements CommitResult {}

    /** The store will never take this request: it is malformed, too large, or its token was used for another one. */
    record Poison(Throwable cause) implements CommitResult {}
}
