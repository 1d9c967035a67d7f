package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import java.util.List;

/**
 * How long one turn may go on: as long as one of its callers waits, or, when it only hands on seats that are owed, for
 * a time of its own.
 */
final class TurnDeadline {
    private final Deadline own;
    private final boolean hasCallers;

    TurnDeadline(Deadline own, List<Pending> callers) {
        this.own = own;
        this.hasCallers = !callers.isEmpty();
    }

    /** Who is late has his answer already, and is never planned again. */
    void dropLate(List<Pending> callers) {
        callers.removeIf(caller -> {
            boolean late = caller.late();
            if (late) {
                caller.answer(Outcome.refused(Reason.BUSY));
            }
            return late;
        });
    }

    /** Nobody waits for anything any more. */
    boolean over(List<Pending> callers) {
        return callers.isEmpty() && (hasCallers || own.passed());
    }

    /** Every one of the planned callers is late. */
    boolean passed(List<Pending> planned) {
        return planned.isEmpty() ? own.passed() : planned.stream().allMatch(Pending::late);
    }
}
