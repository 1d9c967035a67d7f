package dev.usher.http;

import java.time.Instant;

/** Is told of what happens before a request is looked at. Called on event loops: must not block, and must not fail. */
public interface EdgeWatch {
    /** Looks away. */
    EdgeWatch NONE = new EdgeWatch() {};

    /** Why an open connection was closed before its client closed it. */
    enum Cut {
        /** A request's line and headers were not complete in time. */
        HEADERS,
        /** A response was not read in time. */
        UNREAD,
        /** The octets of its event loop were used up, and this connection kept the most of them for the longest. */
        MEMORY,
        /** An HTTP/1.1 client sent too much while its request was answered. */
        PIPELINE
    }

    /** A new connection was closed because its address, or all addresses together, have too many. */
    default void turnedAway() {}

    /** An open connection was closed. */
    default void cut(Cut cause) {}

    /** @param octets kept for clients by one event loop, more or less than before */
    default void octets(long octets) {}

    /** A certificate is in use from now on. */
    default void certified(Instant expires) {}

    /** A certificate or a key that is new cannot be used. */
    default void notCertified() {}
}
