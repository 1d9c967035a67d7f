package dev.usher.service;

/**
 * Reason for which a service refuses a request. The HTTP layer has the one table from reasons to statuses and problem
 * types.
 */
public enum RefusalReason {
    EVENT_NOT_FOUND,
    USER_NOT_FOUND,
    REGISTRATION_NOT_FOUND,
    USER_EXISTS,
    EVENT_EXISTS,
    EVENT_FULL,
    WAITLIST_FULL,
    /** Carries the moment at which registration opens. */
    REGISTRATION_NOT_OPEN,
    REGISTRATION_CLOSED,
    EVENT_CANCELLED,
    /** The start of the event has passed. */
    EVENT_OVER,
    /** A user may have registered at some time. */
    EVENT_HAS_HISTORY,
    /** The user is on the waitlist. */
    NO_SEAT_YET,
    ALREADY_REGISTERED,
    CAPACITY_BELOW_REGISTRATIONS,
    CAPACITY_AT_MAXIMUM,
    /** Carries the field whose value is not accepted, and why. */
    INVALID_DETAILS,
    IDEMPOTENCY_KEY_REUSED,
    /** The version of the event's details is not one that the caller accepts. */
    PRECONDITION_FAILED,
    /**
     * Nothing was confirmed in time: the store is slow or failing, or too many requests are waiting. Says nothing about
     * seats.
     */
    BUSY
}
