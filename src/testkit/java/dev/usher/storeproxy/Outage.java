package dev.usher.storeproxy;

/** Whether the store can be reached at all. Changing it away from {@link #NONE} drops every open connection. */
public enum Outage {
    NONE,
    /** Connections are taken and reset at once. */
    RESET,
    /** Nobody listens: connections are refused. */
    REFUSED
}
