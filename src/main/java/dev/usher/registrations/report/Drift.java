package dev.usher.registrations.report;

/** Result of a self-check of one event. */
public enum Drift {
    /** Counters and rows are consistent. */
    NONE,
    /** Counters and rows differ. */
    FOUND,
    /** The event repeatedly changed while its rows were read. */
    MOVING
}
