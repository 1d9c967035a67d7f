package dev.usher.registrations.store;

import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The store's result of one try to commit a turn. */
public sealed interface CommitResult {

    /** The turn is committed. */
    record Committed() implements CommitResult {}

    /**
     * A condition failed: nothing was written, and nothing will be under this token.
     *
     * @param event the event at that moment, when its own condition failed; empty otherwise
     * @param rows the rows of users whose condition failed, as of that moment
     * @param others other rows whose condition failed, as text for the log
     */
    record ConditionFailed(Optional<Event> event, Map<String, Optional<Registration>> rows, Set<String> others)
            implements CommitResult {}

    /**
     * This try wrote nothing, and never will: another transaction was in progress on one of its rows, or the store
     * throttled it. The same request may be sent again.
     *
     * @param throttled whether the store throttled the try
     */
    record Cancelled(boolean throttled, Throwable cause) implements CommitResult {}

    /**
     * The try may have been committed, or may still be: throttled, in progress, timed out or cut off.
     *
     * @param throttled whether the store throttled the try
     */
    record Unknown(boolean throttled, Throwable cause) implements CommitResult {}

    /** Permanently rejected: the request is malformed, too large, or its token was used for another one. */
    record Rejected(Throwable cause) implements CommitResult {}
}
