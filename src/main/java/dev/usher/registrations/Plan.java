package dev.usher.registrations;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.events.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One turn of an event, decided: a pure function of a situation and the changes that wait. No I/O, no clock, no chance.
 *
 * <p>Changes are folded in their order; none is skipped. The plan stops at the first one that no longer fits.
 */
final class Plan {
    private final Limits limits;
    private final Draft draft;
    private final Set<String> unknown = new HashSet<>();
    private final List<Function<Event, Outcome<?>>> answers = new ArrayList<>();
    private int accepted;

    private Plan(Situation situation, Limits limits, Instant now) {
        this.limits = limits;
        this.draft = new Draft(situation, now);
    }

    /** @param now the moment of the decision, which new rows carry */
    static Planned of(Situation situation, List<? extends Change<?>> changes, Limits limits, Instant now) {
        var needs = Outlook.of(situation, changes, limits, now);
        if (needs.isPresent()) {
            return needs.get();
        }
        try {
            Outlook.check(situation);
            return new Plan(situation, limits, now).fold(changes);
        } catch (StaleException stale) {
            return new Planned.Stale(stale.getMessage());
        }
    }

    private Planned fold(List<? extends Change<?>> changes) {
        handOn(changes.isEmpty() ? limits.actions() : limits.actions() / 2);
        var cases = new Change.Cases<Boolean>(this::register, this::unregister, this::resize, this::cancel);
        for (var change : changes) {
            if (accepted == limits.changes() || !change.fold(cases)) {
                break;
            }
        }
        if (!unknown.isEmpty()) {
            return new Planned.Needs(unknown, Set.of(), 0);
        }
        handOn(limits.actions());
        if (accepted == 0 && draft.cost() == 0 && !draft.passesDepartures() && !limits.writes()) {
            return new Planned.Ready(Optional.empty(), answered(null));
        }
        var turn = draft.turn();
        return new Planned.Ready(Optional.of(turn), answered(turn.after()));
    }

    private List<Outcome<?>> answered(Event after) {
        var outcomes = new ArrayList<Outcome<?>>(answers.size());
        answers.forEach(answer -> outcomes.add(answer.apply(after)));
        return outcomes;
    }

    /** Seats that are owed go to the head of the line, while they take no more than the given number of actions. */
    private void handOn(int actions) {
        while (draft.seatsOwed() > 0 && draft.cost() < actions && draft.head().isPresent()) {
            draft.promoteHead();
        }
    }

    private boolean register(Register change) {
        var row = draft.row(change.userId());
        if (row != null && row.isPresent()) {
            return stands(change, row.get());
        }
        var closed = draft.closed();
        if (closed.isPresent()) {
            return refuse(change, row, closed.get());
        }
        int free = draft.freeSeats();
        if (free > 0 && draft.waiting() == 0) {
            return fits(draft.costOfRow(change.userId())) && seat(change);
        }
        if (draft.lineTakesOneMore()) {
            return fits(draft.costOfRow(change.userId()) + 1) && join(change);
        }
        if (free > draft.waiting()) {
            return false;
        }
        return refuse(change, row, draft.hasLine() ? Reason.WAITLIST_FULL : Reason.EVENT_FULL);
    }

    /** Who has a row is told so instead: a row that is unknown has to be read first. */
    private boolean refuse(Register change, Optional<Registration> row, Reason reason) {
        if (row == null) {
            unknown.add(change.userId());
        }
        return answer(Outcome.refused(reason));
    }

    private boolean stands(Register change, Registration row) {
        if (row.registeredAt() == null) {
            unknown.add(change.userId());
        }
        var standing = Standing.found(row);
        boolean repeated = change.requestKey() != null && change.requestKey().equals(row.requestKey());
        return answer(repeated ? Outcome.done(standing) : Outcome.refused(Reason.ALREADY_REGISTERED, standing));
    }

    private boolean seat(Register change) {
        return accept(Outcome.done(new Standing(draft.seat(change.userId(), change.requestKey()), 0)));
    }

    private boolean join(Register change) {
        var row = draft.join(change.userId(), change.requestKey());
        return accept(Outcome.done(new Standing(row, draft.waiting())));
    }

    private boolean unregister(Unregister change) {
        var known = draft.row(change.userId());
        if (known == null) {
            return false;
        }
        if (known.isEmpty()) {
            return answer(Outcome.refused(Reason.REGISTRATION_NOT_FOUND));
        }
        var row = known.get();
        if (row.waits()) {
            if (!fits(draft.costOfLeaving(row))) {
                return false;
            }
            draft.leaveLine(row);
            return accept(Outcome.done(new Unregistered(change.eventId(), change.userId(), null)));
        }
        if (draft.promotesNext() && draft.head().isEmpty()) {
            return false;
        }
        int promotion =
                draft.head().map(head -> draft.costOfRow(head.getValue())).orElse(0);
        if (!fits(draft.costOfRow(change.userId()) + promotion)) {
            return false;
        }
        draft.leaveSeat(row);
        String promoted = draft.seatsOwed() > 0 ? draft.promoteHead() : null;
        return accept(Outcome.done(new Unregistered(change.eventId(), change.userId(), promoted)));
    }

    private boolean resize(Resize change) {
        var terms = draft.terms().amended(change.amendment());
        if (terms.capacity() < draft.taken()) {
            return answer(Outcome.refused(Reason.CAPACITY_BELOW_REGISTRATIONS));
        }
        if (!terms.opensBeforeItCloses()) {
            return answer(Outcome.refused(Reason.CLOSES_BEFORE_IT_OPENS));
        }
        draft.amend(terms);
        accepted++;
        return answers.add(Outcome::done);
    }

    private boolean cancel(Cancel change) {
        draft.cancel();
        accepted++;
        return answers.add(Outcome::done);
    }

    private boolean fits(int actions) {
        return draft.cost() + actions <= Limits.ACTIONS;
    }

    private boolean accept(Outcome<?> outcome) {
        accepted++;
        return answer(outcome);
    }

    private boolean answer(Outcome<?> outcome) {
        return answers.add(after -> outcome);
    }
}
