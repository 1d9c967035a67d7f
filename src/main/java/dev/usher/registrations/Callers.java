package dev.usher.registrations;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who waits for one turn's answers, in the order of their changes. Who is answered is gone from the list, so that those
 * who did not fit into the turn are left in it. Lives on the event's context.
 */
final class Callers {
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

    /**
     * Answers the first of them, one each.
     *
     * @return those among them for whom there is no answer
     */
    List<Pending> answer(List<Optional<Outcome<?>>> answers) {
        var planned = waiting.subList(0, answers.size());
        var deferred = new ArrayList<Pending>();
        for (int i = 0; i < answers.size(); i++) {
            var pending = planned.get(i);
            answers.get(i).ifPresentOrElse(answer -> answer(pending, answer), () -> deferred.add(pending));
        }
        planned.clear();
        waiting.addAll(0, deferred);
        return List.copyOf(deferred);
    }

    /** Answers each of these, and none other. */
    void answer(Map<Pending, Outcome<?>> answers) {
        answers.forEach(this::answer);
        waiting.removeIf(answers::containsKey);
    }

    /** Refuses the first so many for the same reason. */
    void refuse(int callers, Reason reason) {
        answer(Collections.nCopies(callers, Optional.of(Outcome.refused(reason))));
    }

    private void answer(Pending pending, Outcome<?> outcome) {
        pending.answer(outcome);
        decided += outcome.fold(done -> 1, refused -> refused.reason() == Reason.BUSY ? 0 : 1);
    }

    void failAll(Throwable unforeseen) {
        waiting.forEach(caller -> caller.fail(unforeseen));
        waiting.clear();
    }

    /** The first one's change is what nobody foresaw. */
    void failFirst(Throwable unforeseen) {
        waiting.remove(0).fail(unforeseen);
    }
}
