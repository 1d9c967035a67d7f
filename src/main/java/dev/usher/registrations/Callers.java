package dev.usher.registrations;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Who waits for one turn's answers, in the order of their changes. Who is answered is gone from the list, so that those
 * who did not fit into the turn are left in it. Lives on the event's context.
 */
final class Callers {
    /** Refusals that rest on the event as it stands, and not on the caller's own row. */
    private static final Set<Reason> ON_THE_EVENT = Set.of(
            Reason.EVENT_FULL,
            Reason.WAITLIST_FULL,
            Reason.REGISTRATION_CLOSED,
            Reason.EVENT_CANCELLED,
            Reason.CAPACITY_BELOW_REGISTRATIONS,
            Reason.CLOSES_BEFORE_IT_OPENS);

    private final List<Pending> waiting;
    private int decided;

    Callers(List<Pending> waiting) {
        this.waiting = waiting;
    }

    boolean none() {
        return waiting.isEmpty();
    }

    int count() {
        return waiting.size();
    }

    /** How many had an answer that the store decided, and not that it is busy. */
    int decided() {
        return decided;
    }

    List<? extends Change<?>> changes() {
        return waiting.stream().map(Pending::change).toList();
    }

    /** The first so many, or fewer when some of them are late and gone. */
    List<Pending> first(int planned) {
        return waiting.subList(0, Math.min(planned, waiting.size()));
    }

    /** Who is late has his answer already, and is never planned again. */
    void dropLate() {
        waiting.removeIf(caller -> {
            boolean late = caller.late();
            if (late) {
                caller.answer(Outcome.refused(Reason.BUSY));
            }
            return late;
        });
    }

    /** Answers the first of them, one each. */
    void answer(List<? extends Outcome<?>> answers) {
        var answered = waiting.subList(0, answers.size());
        for (int i = 0; i < answers.size(); i++) {
            answer(answered.get(i), answers.get(i));
        }
        answered.clear();
    }

    /** Refuses the first so many for the same reason. */
    void refuse(int callers, Reason reason) {
        answer(Collections.nCopies(callers, Outcome.refused(reason)));
    }

    /**
     * Answers those of the first whose own row decides.
     *
     * @return the answers that rest on the event; those who are to have them are the first who wait then
     */
    List<Outcome<?>> answerByRows(List<Outcome<?>> answers) {
        List<Outcome<?>> open = new ArrayList<>();
        var planned = waiting.iterator();
        for (var answer : answers) {
            var pending = planned.next();
            if (answer.fold(done -> false, refused -> ON_THE_EVENT.contains(refused.reason()))) {
                open.add(answer);
            } else {
                answer(pending, answer);
                planned.remove();
            }
        }
        return open;
    }

    private void answer(Pending pending, Outcome<?> outcome) {
        pending.answer(outcome);
        decided += outcome.fold(done -> 1, refused -> refused.reason() == Reason.BUSY ? 0 : 1);
    }

    /** The first one's change is what nobody foresaw. */
    void failFirst(Throwable unforeseen) {
        waiting.remove(0).fail(unforeseen);
    }
}
