package dev.usher.history;

/** Kind of a client's request. */
public enum OperationKind {
    REGISTER,
    UNREGISTER,
    /** Changes the event's capacity. */
    RESIZE,
    CANCEL,
    /** Reads the event with its counts. */
    LOOK
}
