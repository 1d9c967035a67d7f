package dev.usher.bus;

/** Why a service refused. The HTTP layer has the one table from these to statuses and problem types. */
public enum Reason {
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
    ALREADY_REGISTERED,
    CAPACITY_BELOW_REGISTRATIONS,
    CLOSES_BEFORE_IT_OPENS,
    IDEMPOTENCY_KEY_REUSED,
    /** The organizer's part of the event is not the one that the caller expects. */
    PRECONDITION_FAILED,
    /**
     * Nothing was confirmed in time: the store is slow or failing, or too many are waiting. Says nothing about seats.
     */
    BUSY
}
