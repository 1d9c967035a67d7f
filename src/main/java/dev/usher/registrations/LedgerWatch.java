package dev.usher.registrations;

/** Is told what the ledgers of a process do. Called on the events' contexts: must not block, and must not fail. */
public interface LedgerWatch {
    /** Looks away. */
    LedgerWatch NONE = new LedgerWatch() {
        @Override
        public void turned(TurnReport report) {}

        @Override
        public void queueFull() {}

        @Override
        public void checked(String eventId, Drift drift) {}
    };

    /** Once for each turn, when it is over. */
    void turned(TurnReport report);

    /** A change was refused at once, because too many wait already. */
    void queueFull();

    /** An event's counters were compared with its rows. */
    void checked(String eventId, Drift drift);
}
