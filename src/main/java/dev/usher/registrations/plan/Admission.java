package dev.usher.registrations.plan;

import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.ConfirmSeat;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a change is accepted at one version of an event. Pure. Returns empty where the change can be planned,
 * and the answer where it is refused or was already made by an earlier request.
 */
public final class Admission {
    private Admission() {}

    /** @param row the user's row at this version */
    public static Optional<Outcome<RegistrationView>> of(
            Register change, Event event, Optional<Registration> row, Instant moment) {
        if (row.isPresent()) {
            var existing = RegistrationView.found(row.get());
            return Optional.of(
                    change.repeats(row.get())
                            ? Outcome.done(existing)
                            : Outcome.refused(RefusalReason.ALREADY_REGISTERED, existing));
        }
        return refusal(event, moment)
                .map(reason -> Outcome.refused(
                        reason,
                        reason == RefusalReason.REGISTRATION_NOT_OPEN
                                ? event.terms().get(EventField.REGISTRATION_OPENS_AT)
                                : null));
    }

    /**
     * Returns why a user without a row gets neither a seat nor a waitlist entry; empty if the user gets one. Entries
     * that are no longer promoted still come before a newcomer.
     */
    static Optional<RefusalReason> refusal(Event event, Instant moment) {
        var closed = event.closedAt(moment);
        int waiting = event.counts().waitlistCount();
        boolean getsSeat = event.freeSeats() > waiting && (waiting == 0 || event.promotesAt(moment));
        if (closed.isPresent() || getsSeat || event.terms().waitlistHasRoom(waiting)) {
            return closed;
        }
        return Optional.of(event.hasWaitlist() ? RefusalReason.WAITLIST_FULL : RefusalReason.EVENT_FULL);
    }

    /** @param row the user's row at this version */
    public static Optional<Outcome<RegistrationView>> of(InviteGuest change, Event event, Optional<Registration> row) {
        if (row.isPresent() && !row.get().waits()) {
            var view = RegistrationView.found(row.get());
            return Optional.of(
                    change.repeats(row.get())
                            ? Outcome.done(view)
                            : Outcome.refused(RefusalReason.ALREADY_REGISTERED, view));
        }
        if (event.cancelled()) {
            return Optional.of(Outcome.refused(RefusalReason.EVENT_CANCELLED));
        }
        return event.capacity() >= EventDetails.MAX_CAPACITY
                ? Optional.of(Outcome.refused(RefusalReason.CAPACITY_AT_MAXIMUM))
                : Optional.empty();
    }

    /** @param row the user's row at this version */
    public static Optional<Outcome<RegistrationView>> of(ConfirmSeat change, Optional<Registration> row) {
        if (row.isEmpty()) {
            return Optional.of(Outcome.refused(RefusalReason.REGISTRATION_NOT_FOUND));
        }
        if (row.get().waits()) {
            return Optional.of(Outcome.refused(RefusalReason.NO_SEAT_YET));
        }
        return row.get().confirmBy() == null
                ? Optional.of(Outcome.done(RegistrationView.found(row.get())))
                : Optional.empty();
    }

    public static Optional<Outcome<Event>> of(UpdateEvent change, Event event, Instant moment) {
        if (!change.condition().accepts(event)) {
            return Optional.of(Outcome.refused(RefusalReason.PRECONDITION_FAILED));
        }
        var after = change.appliedTo(event);
        if (after.freeSeats() < 0) {
            return Optional.of(Outcome.refused(RefusalReason.CAPACITY_BELOW_REGISTRATIONS));
        }
        var invalid = after.terms().invalid();
        if (invalid.isPresent()) {
            return Optional.of(Outcome.refused(RefusalReason.INVALID_DETAILS, invalid.get()));
        }
        if (after.status() != event.status() && after.terms().startedAt(moment)) {
            return Optional.of(Outcome.refused(RefusalReason.EVENT_OVER));
        }
        return after.hasDetailsOf(event) ? Optional.of(Outcome.done(event)) : Optional.empty();
    }

    public static Optional<Outcome<Event>> of(CancelEvent change, Event event) {
        if (!change.condition().accepts(event)) {
            return Optional.of(Outcome.refused(RefusalReason.PRECONDITION_FAILED));
        }
        return event.cancelled() ? Optional.of(Outcome.done(event)) : Optional.empty();
    }
}
