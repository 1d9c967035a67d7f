package dev.usher.registrations;

import java.util.List;

/** Is told what the ledgers of a process do. Called on the events' contexts: must not block, and must not fail. */
public interface LedgerWatch {
    /** Looks away. */
    LedgerWatch NONE = new LedgerWatch() {};

    /** What the caller of a change is part of, asked on the caller's context; null for nothing. */
    default Object here() {
        return null;
    }

    /**
     * A turn begins, on its event's context.
     *
     * @param callers what {@link #here} said of each change that it takes
     * @return run when the turn is over, on the same context
     */
    default Runnable begins(String eventId, List<?> callers) {
        return () -> {};
    }

    /** Once for each turn, when it is over. */
    default void turned(TurnReport report) {}

    /** A change was refused at once, because too many wait already. */
    default void queueFull() {}

    /** An event's counters were compared with its rows. */
    default void checked(String eventId, Drift drift) {}
}
