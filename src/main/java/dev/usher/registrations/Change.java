package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.bus.Request;

/**
 * A command that changes the seats or the waitlist of one event and therefore goes through the event's ledger.
 *
 * @param <A> the type of the answer
 */
public sealed interface Change<A> extends Request<A> permits Register, Unregister, Resize, Cancel {
    String eventId();

    /** The caller's deadline. The change is never planned after it, nor after the caller is gone. */
    Deadline deadline();
}
