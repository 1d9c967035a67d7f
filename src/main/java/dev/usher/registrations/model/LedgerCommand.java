package dev.usher.registrations.model;

import dev.usher.service.Deadline;
import dev.usher.service.Request;

/**
 * A command that changes the seats or the waitlist of one event and therefore goes through the event's ledger.
 *
 * @param <A> the type of the answer
 */
public sealed interface LedgerCommand<A> extends Request<A>
        permits Register, Unregister, InviteGuest, ConfirmSeat, LapseSeat, UpdateEvent, CancelEvent {
    String eventId();

    /** The user whose registration the command concerns; null for a command that concerns the event alone. */
    default String userId() {
        return null;
    }

    /** The caller's deadline. The change is never planned after it, nor after the caller is gone. */
    Deadline deadline();
}
