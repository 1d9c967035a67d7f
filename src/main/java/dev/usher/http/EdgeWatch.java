package dev.usher.http;

import java.time.Instant;

/** Is told of what happens before a request is looked at. Called on event loops: must not block, and must not fail. */
public interface EdgeWatch {
    /** Looks away. */
    EdgeWatch NONE = new EdgeWatch() {};

    /** A connection was closed because its address has too many. */
    default void turnedAway() {}

    /** A certificate is in use from now on. */
    default void certified(Instant expires) {}

    /** A certificate or a key that is new cannot be used. */
    default void notCertified() {}
}
