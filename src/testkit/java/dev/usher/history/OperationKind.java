package dev.usher.history;

/** Kind of a client's request. */
public enum OperationKind {
    REGISTER,
    UNREGISTER,
    /** Keeps a seat that lapses otherwise. */
    CONFIRM,
    /** Gives a user a seat that is added to the capacity. */
    INVITE,
    /** Changes the event's capacity. */
    RESIZE,
    CANCEL,
    /** Schedules a cancelled event again. */
    REINSTATE,
    /** Reads the event with its counts. */
    LOOK
}
