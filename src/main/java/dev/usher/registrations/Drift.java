package dev.usher.registrations;

/** What a self-check of one event came to. */
public enum Drift {
    /** Counters and rows fit together. */
    NONE,
    /** They do not. */
    FOUND,
    /** The event was changed while its rows were read, again and again. */
    MOVING
}
