package dev.usher.registrations.ledger;

import dev.usher.registrations.model.LedgerCommand;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pending changes of one turn, in their order. An answered change is removed, so that changes that did not fit into
 * the turn remain. Lives on the event's context.
 */
final class TurnCallers {
    private final List<PendingChange> waiting;
    private final boolean hadSome;
    private final Deadline own;

    /** @param own bounds a turn that only promotes onto owed seats; any other turn goes on as long as a caller waits */
    TurnCallers(List<PendingChange> waiting, Deadline own) {
        this.waiting = waiting;
        this.hadSome = !waiting.isEmpty();
        this.own = own;
    }

    /** Whether no caller waits any more. */
    boolean over() {
        return none() && (hadSome || own.passed());
    }

    /** Whether each of the first {@code planned} changes is past its deadline. */
    boolean late(int planned) {
        var first = first(planned);
        return first.isEmpty() ? own.passed() : first.stream().allMatch(PendingChange::late);
    }

    boolean none() {
        return waiting.isEmpty();
    }

    int count() {
        return waiting.size();
    }

    List<? extends LedgerCommand<?>> changes() {
        return waiting.stream().map(PendingChange::change).toList();
    }

    /** Returns the first {@code planned} changes, or fewer when late ones were removed. */
    List<PendingChange> first(int planned) {
        return waiting.subList(0, Math.min(planned, waiting.size()));
    }

    /** Removes changes past their deadline; their callers were already answered {@code BUSY}. */
    void dropLate() {
        waiting.removeIf(caller -> {
            boolean late = caller.late();
            if (late) {
                caller.answer(Outcome.refused(RefusalReason.BUSY));
            }
            return late;
        });
    }

    /**
     * Answers the first changes, one outcome each.
     *
     * @return the changes among them that have no answer yet
     */
    List<PendingChange> answer(List<Optional<Outcome<?>>> answers) {
        var planned = waiting.subList(0, answers.size());
        var deferred = new ArrayList<PendingChange>();
        for (int i = 0; i < answers.size(); i++) {
            var pending = planned.get(i);
            answers.get(i).ifPresentOrElse(pending::answer, () -> deferred.add(pending));
        }
        planned.clear();
        waiting.addAll(0, deferred);
        return List.copyOf(deferred);
    }

    /** Answers these changes and no others. */
    void answer(Map<PendingChange, Outcome<?>> answers) {
        answers.forEach(PendingChange::answer);
        waiting.removeIf(answers::containsKey);
    }

    /** Refuses the first {@code callers} changes for the same reason. */
    void refuse(int callers, RefusalReason reason) {
        answer(Collections.nCopies(callers, Optional.of(Outcome.refused(reason))));
    }

    void failAll(Throwable unforeseen) {
        waiting.forEach(caller -> caller.fail(unforeseen));
        waiting.clear();
    }

    /** Fails the first change with an unexpected error. */
    void failFirst(Throwable unforeseen) {
        waiting.remove(0).fail(unforeseen);
    }
}
