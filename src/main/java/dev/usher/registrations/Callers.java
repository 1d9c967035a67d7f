package dev.usher.registrations;

import dev.usher.bus.Deadline;
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
    private final boolean hadSome;
    private final Deadline own;

    /** @param own of a turn that only hands on seats that are owed; any other goes on as long as a caller waits */
    Callers(List<Pending> waiting, Deadline own) {
        this.waiting = waiting;
        this.hadSome = !waiting.isEmpty();
        this.own = own;
    }

    /** Nobody waits for anything any more. */
    boolean over() {
        return none() && (hadSome || own.passed());
    }

    /** Every one of the first so many is late. */
    boolean late(int planned) {
        var first = first(planned);
        return first.isEmpty() ? own.passed() : first.stream().allMatch(Pending::late);
    }

    boolean none() {
        return waiting.isEmpty();
    }

    int count() {
        return waiting.size();
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
            answers.get(i).ifPresentOrElse(pending::answer, () -> deferred.add(pending));
        }
        planned.clear();
        waiting.addAll(0, deferred);
        return List.copyOf(deferred);
    }

    /** Answers each of these, and none other. */
    void answer(Map<Pending, Outcome<?>> answers) {
        answers.forEach(Pending::answer);
        waiting.removeIf(answers::containsKey);
    }

    /** Refuses the first so many for the same reason. */
    void refuse(int callers, Reason reason) {
        answer(Collections.nCopies(callers, Optional.of(Outcome.refused(reason))));
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
