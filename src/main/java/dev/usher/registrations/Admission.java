package dev.usher.registrations;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.events.Event;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a change is accepted at one version of an event. Pure. Returns empty where the change can be planned,
 * and the answer where it is refused or was already made by an earlier request.
 */
final class Admission {
    private Admission() {}

    /** @param row the user's row at this version */
    static Optional<Outcome<Standing>> of(Register change, Event event, Optional<Registration> row, Instant moment) {
        if (row.isPresent()) {
            var standing = Standing.found(row.get());
            return Optional.of(
                    change.repeats(row.get())
                            ? Outcome.done(standing)
                            : Outcome.refused(Reason.ALREADY_REGISTERED, standing));
        }
        return refusal(event, moment)
                .map(reason -> Outcome.refused(
                        reason,
                        reason == Reason.REGISTRATION_NOT_OPEN ? event.terms().registrationOpensAt() : null));
    }

    /** Returns why a user without a row gets neither a seat nor a waitlist entry; empty if the user gets one. */
    static Optional<Reason> refusal(Event event, Instant moment) {
        var closed = event.closedAt(moment);
        int waiting = event.counts().waitlistCount();
        if (closed.isPresent() || event.freeSeats() > waiting || event.terms().lineTakesOneMoreThan(waiting)) {
            return closed;
        }
        return Optional.of(event.hasWaitlist() ? Reason.WAITLIST_FULL : Reason.EVENT_FULL);
    }

    static Optional<Outcome<Event>> of(Resize change, Event event) {
        if (!change.condition().accepts(event)) {
            return Optional.of(Outcome.refused(Reason.PRECONDITION_FAILED));
        }
        var terms = event.terms().amended(change.amendment());
        if (terms.capacity() < event.counts().currentRegistrations()) {
            return Optional.of(Outcome.refused(Reason.CAPACITY_BELOW_REGISTRATIONS));
        }
        if (!terms.opensBeforeItCloses()) {
            return Optional.of(Outcome.refused(Reason.CLOSES_BEFORE_IT_OPENS));
        }
        return terms.equals(event.terms()) ? Optional.of(Outcome.done(event)) : Optional.empty();
    }

    static Optional<Outcome<Event>> of(Cancel change, Event event) {
        if (!change.condition().accepts(event)) {
            return Optional.of(Outcome.refused(Reason.PRECONDITION_FAILED));
        }
        return event.cancelled() ? Optional.of(Outcome.done(event)) : Optional.empty();
    }
}
