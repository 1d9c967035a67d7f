package dev.usher.registrations;

/** What a self-check of one event came to. */
public enum Drift {
    /** The counters are the numbers of rows. */
    NONE,
    /** They are not. */
    FOUND,
    /** The event was changed while its rows were counted, again and again. */
    MOVING,
    /** The event has too many rows to be counted by the way. */
    TOO_LARGE
}
