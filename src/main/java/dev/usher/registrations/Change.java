package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.bus.Request;

/**
 * Something that changes the seats or the line of one event, and therefore goes through its ledger.
 *
 * @param <A> what its caller is answered
 */
public sealed interface Change<A> extends Request<A> permits Register, Unregister, Resize, Cancel {
    String eventId();

    /** The caller's own; the change is never planned after it, nor when the caller is gone. */
    Deadline deadline();
}
