package dev.usher.registrations;

/** Why a turn was not over after its first try. */
public enum Retry {
    /** Another turn of the event had been committed. */
    VERSION,
    /** A row that was assumed not to exist is there. */
    KNOWN_ROW,
    /** What was read did not fit together: another node's commit was half visible. */
    STALE,
    /** Another transaction was under way on one of the rows. */
    CONFLICT,
    /** The store asked for less. */
    THROTTLED,
    /** The store's answer was lost. */
    UNKNOWN
}
