package dev.usher.history;

/** What a client asks of an event. */
public enum Act {
    REGISTER,
    UNREGISTER,
    /** Changes the event's capacity. */
    RESIZE,
    CANCEL,
    /** Reads the event with its counts. */
    LOOK
}
