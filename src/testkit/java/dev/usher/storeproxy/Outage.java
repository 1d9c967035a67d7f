package dev.usher.storeproxy;

/** Reachability of the store. Changing it away from {@link #NONE} drops every open connection. */
public enum Outage {
    NONE,
    /** Connections are accepted and reset at once. */
    RESET,
    /** The port is closed: connections are refused. */
    REFUSED
}
