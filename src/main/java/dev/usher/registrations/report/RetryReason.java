package dev.usher.registrations.report;

/** Reason a turn was retried. */
public enum RetryReason {
    /** Another turn of the event was committed first. */
    VERSION,
    /** A row exists that was assumed to be absent. */
    KNOWN_ROW,
    /** The rows read were inconsistent because another replica's commit was half visible. */
    STALE,
    /** Another transaction was in progress on one of the rows. */
    CONFLICT,
    /** Throttled by DynamoDB. */
    THROTTLED,
    /** The store's answer was lost. */
    UNKNOWN
}
