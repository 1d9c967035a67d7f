package dev.usher.http.connection;

import java.time.Instant;

/**
 * Listener for rejected and closed connections, the bytes kept for clients, and new or unusable certificates. Called on
 * event loops: must not block, and must not fail.
 */
public interface EdgeListener {
    /** No-op. */
    EdgeListener NONE = new EdgeListener() {};

    /** Reason for which the server closed an open connection. */
    enum Cut {
        /** The request line and headers were not complete in time. */
        HEADERS,
        /** A response was not read in time. */
        UNREAD,
        /** The octet budget of the event loop was used up, and this connection kept the most octets for the longest. */
        MEMORY,
        /** An HTTP/1.1 client sent too much before its request was answered. */
        PIPELINE
    }

    /** A new connection was closed because its address, or all addresses together, had too many. */
    default void connectionRejected() {}

    /** An open connection was closed. */
    default void cut(Cut cause) {}

    /** @param octets change of the octets that one event loop keeps for clients */
    default void octets(long octets) {}

    /** A certificate came into use. */
    default void certificateLoaded(Instant expires) {}

    /** A new certificate or key cannot be used. */
    default void certificateRejected() {}
}
