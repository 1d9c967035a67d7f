package dev.usher.registrations.report;

import java.util.List;

/** Listener for the ledgers of a process. Called on the events' contexts: must not block, and must not throw. */
public interface LedgerListener {
    /** Listener that does nothing. */
    LedgerListener NONE = new LedgerListener() {};

    /** Returns the trace context of a change's caller, null for none. Called on the caller's context. */
    default Object here() {
        return null;
    }

    /**
     * A turn begins, on its event's context.
     *
     * @param callers the results of {@link #here} for the changes that the turn takes
     * @return run when the turn is over, on the same context
     */
    default Runnable begins(String eventId, List<?> callers) {
        return () -> {};
    }

    /** A turn is over; called once for each turn. */
    default void turned(TurnReport report) {}

    /** A change was refused at once because too many are queued. */
    default void queueFull() {}

    /** An event's counters were compared with its rows. */
    default void checked(String eventId, Drift drift) {}
}
