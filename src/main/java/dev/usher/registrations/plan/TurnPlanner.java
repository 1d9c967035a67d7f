package dev.usher.registrations.plan;

import dev.usher.events.Event;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.ConfirmSeat;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.LapseSeat;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationChange.Kind;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.Unregistered;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Planner of one turn: a pure function of a situation and the pending changes. No I/O, no clock, no randomness.
 *
 * <p>Changes are folded in their order; none is skipped. The plan stops at the first one that no longer fits.
 */
public final class TurnPlanner {
    private final TurnLimits limits;
    private final Instant now;
    private final WorkingState draft;
    private final List<Function<Event, Optional<Outcome<?>>>> answers = new ArrayList<>();
    private int accepted;

    private TurnPlanner(PlanInput situation, TurnLimits limits, Instant now) {
        this.limits = limits;
        this.now = now;
        this.draft = new WorkingState(situation, now);
    }

    /** @param moment of the decision; to the millisecond, new rows carry it */
    public static PlanResult of(
            PlanInput situation, List<? extends LedgerCommand<?>> changes, TurnLimits limits, Instant moment) {
        var now = moment.truncatedTo(ChronoUnit.MILLIS);
        var needs = ReadRequirements.of(situation, changes, limits, now);
        if (needs.isPresent()) {
            return needs.get();
        }
        try {
            ReadRequirements.check(situation);
            return new TurnPlanner(situation, limits, now).fold(changes);
        } catch (InconsistentReadException stale) {
            return new PlanResult.Stale(stale.getMessage());
        }
    }

    private PlanResult fold(List<? extends LedgerCommand<?>> changes) {
        handOn(changes.isEmpty() ? limits.actions() : limits.actions() / 2);
        for (var change : changes) {
            if (accepted == limits.changes() || !take(change)) {
                break;
            }
        }
        handOn(limits.actions());
        if (accepted == 0 && draft.cost() == 0 && !draft.passesDepartures() && !draft.leavesIndex()) {
            return new PlanResult.Ready(Optional.empty(), answered(null));
        }
        var turn = draft.turn();
        return new PlanResult.Ready(Optional.of(turn), answered(turn.after()));
    }

    private List<Optional<Outcome<?>>> answered(Event after) {
        var outcomes = new ArrayList<Optional<Outcome<?>>>(answers.size());
        answers.forEach(answer -> outcomes.add(answer.apply(after)));
        return outcomes;
    }

    /** Promotes the head of the waitlist onto owed seats while the draft takes no more than {@code actions}. */
    private void handOn(int actions) {
        while (limits.promotesOwed()
                && draft.seatsOwed() > 0
                && draft.cost() < actions
                && draft.head().isPresent()) {
            draft.promoteHead();
        }
    }

    /** Folds a change into the draft. Returns false if it does not fit. */
    private boolean take(LedgerCommand<?> change) {
        if (change instanceof Register register) {
            return register(register);
        }
        if (change instanceof Unregister unregister) {
            return unregister(unregister);
        }
        if (change instanceof InviteGuest invite) {
            return invite(invite);
        }
        if (change instanceof ConfirmSeat confirm) {
            return confirm(confirm);
        }
        if (change instanceof LapseSeat lapse) {
            return lapse(lapse);
        }
        return change instanceof UpdateEvent resize ? resize(resize) : cancel((CancelEvent) change);
    }

    private boolean register(Register change) {
        var row = draft.row(change.userId());
        if (row != null && row.isPresent()) {
            return alreadyRegistered(row.get(), change.repeats(row.get()));
        }
        var event = draft.event();
        if (Admission.refusal(event, now).isPresent()) {
            return defer();
        }
        int waiting = event.counts().waitlistCount();
        if (event.freeSeats() > 0 && waiting == 0) {
            return fits(draft.costOfRow(change.userId())) && seat(change);
        }
        return event.terms().waitlistHasRoom(waiting) && fits(draft.costOfRow(change.userId()) + 1) && join(change);
    }

    /** Decided here only on a row that the transaction asserts: a row that was merely read may be gone. */
    private boolean alreadyRegistered(Registration row, boolean repeated) {
        if (!draft.asserts(row.userId()) || row.registeredAt() == null) {
            return defer();
        }
        var view = RegistrationView.found(row);
        return answer(repeated ? Outcome.done(view) : Outcome.refused(RefusalReason.ALREADY_REGISTERED, view));
    }

    private boolean seat(Register change) {
        return accept(Outcome.done(new RegistrationView(draft.seat(change), 0)));
    }

    private boolean join(Register change) {
        var row = draft.join(change);
        return accept(
                Outcome.done(new RegistrationView(row, draft.event().counts().waitlistCount())));
    }

    /** Adds one seat and assigns it to the guest. A guest on the waitlist is removed from it first. */
    private boolean invite(InviteGuest change) {
        var known = draft.row(change.userId());
        if (known == null || known.isPresent() && known.get().registeredAt() == null || draft.isAmended()) {
            return false;
        }
        if (known.isPresent() && !known.get().waits()) {
            return alreadyRegistered(known.get(), change.repeats(known.get()));
        }
        if (Admission.of(change, draft.event(), known).isPresent()) {
            return defer();
        }
        if (!fits(known.map(draft::costOfLeaving).orElseGet(() -> draft.costOfRow(change.userId())))) {
            return false;
        }
        known.ifPresent(row -> draft.leaveWaitlist(row, change.by()));
        return accept(Outcome.done(new RegistrationView(draft.invite(change), 0)));
    }

    private boolean unregister(Unregister change) {
        var known = draft.row(change.userId());
        if (known == null || known.isPresent() && known.get().registeredAt() == null) {
            return false;
        }
        if (known.isEmpty()) {
            return fits(draft.costOfRow(change.userId())) && notFound(change);
        }
        var row = known.get();
        if (row.waits()) {
            if (!fits(draft.costOfLeaving(row))) {
                return false;
            }
            draft.leaveWaitlist(row, change.by());
            return accept(Outcome.done(new Unregistered(change.eventId(), change.userId(), null)));
        }
        return giveBack(row, Kind.LEFT, change.by());
    }

    /** Frees a seat and promotes the head of the waitlist onto it. */
    private boolean giveBack(Registration row, Kind kind, String by) {
        if (draft.promotesNext() && draft.head().isEmpty()) {
            return false;
        }
        int promotion =
                draft.head().map(head -> draft.costOfRow(head.getValue())).orElse(0);
        if (!fits(draft.costOfLeaving(row) + promotion)) {
            return false;
        }
        draft.leaveSeat(row, kind, by);
        String promoted = draft.seatsOwed() > 0 ? draft.promoteHead() : null;
        return accept(Outcome.done(new Unregistered(row.eventId(), row.userId(), promoted)));
    }

    /** Decided here only for a seat that is still to be confirmed; for all others by {@link Admission}. */
    private boolean confirm(ConfirmSeat change) {
        var known = draft.row(change.userId());
        if (known == null || known.isPresent() && known.get().registeredAt() == null) {
            return false;
        }
        if (Admission.of(change, known).isPresent()) {
            return defer();
        }
        return fits(draft.costOfRow(change.userId()))
                && accept(Outcome.done(new RegistrationView(draft.confirm(known.get(), change.by()), 0)));
    }

    /** Nothing to do for a seat that was confirmed or given back; the caller is the sweep, which waits for no proof. */
    private boolean lapse(LapseSeat change) {
        var known = draft.row(change.userId());
        if (known == null) {
            return false;
        }
        boolean due = known.isPresent()
                && change.confirmBy().equals(known.get().confirmBy())
                && !now.isBefore(change.confirmBy());
        if (!due) {
            return answer(Outcome.refused(RefusalReason.REGISTRATION_NOT_FOUND));
        }
        return draft.event().cancelled() ? keep(known.get()) : giveBack(known.get(), Kind.LAPSED, null);
    }

    /**
     * A seat that is due while the event is cancelled needs no confirmation any more, should the event be reinstated.
     */
    private boolean keep(Registration row) {
        if (!fits(draft.costOfRow(row.userId()))) {
            return false;
        }
        draft.confirm(row, null);
        return accept(Outcome.refused(RefusalReason.REGISTRATION_NOT_FOUND));
    }

    /** Commits the absence of a row, so that a register still in progress can no longer happen. */
    private boolean notFound(Unregister change) {
        draft.assertAbsent(change.userId());
        return accept(Outcome.refused(RefusalReason.REGISTRATION_NOT_FOUND));
    }

    private boolean resize(UpdateEvent change) {
        if (draft.isAmended()) {
            return false;
        }
        if (Admission.of(change, draft.event(), now).isPresent()) {
            return defer();
        }
        var after = change.appliedTo(draft.event());
        return fits(draft.costOfAmending(after.terms())) && amend(after, change.by());
    }

    private boolean cancel(CancelEvent change) {
        if (draft.isAmended()) {
            return false;
        }
        var event = draft.event();
        return Admission.of(change, event).isPresent()
                ? defer()
                : amend(event.amended(event.terms(), Event.Status.CANCELLED, event.version() + 1), change.by());
    }

    /** One change a turn: each version has one set of details, so that its entity tag names one representation. */
    private boolean amend(Event amended, String by) {
        draft.amend(amended, by);
        accepted++;
        return answers.add(after -> Optional.of(Outcome.done(after)));
    }

    private boolean defer() {
        return answers.add(after -> Optional.empty());
    }

    private boolean fits(int actions) {
        return draft.cost() + actions <= TurnLimits.ACTIONS;
    }

    private boolean accept(Outcome<?> outcome) {
        accepted++;
        return answer(outcome);
    }

    private boolean answer(Outcome<?> outcome) {
        return answers.add(after -> Optional.of(outcome));
    }
}
