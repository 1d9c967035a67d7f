package dev.usher.registrations;

import dev.usher.bus.Deadline;
import java.util.List;

/**
 * How long one turn may go on: as long as one of its callers waits, or, when it only hands on seats that are owed, for
 * a time of its own.
 */
final class TurnDeadline {
    private final Deadline own;
    private final boolean hasCallers;

    TurnDeadline(Deadline own, Callers callers) {
        this.own = own;
        this.hasCallers = !callers.none();
    }

    /** Nobody waits for anything any more. */
    boolean over(Callers callers) {
        return callers.none() && (hasCallers || own.passed());
    }

    /** Every one of the planned callers is late. */
    boolean passed(List<Pending> planned) {
        return planned.isEmpty() ? own.passed() : planned.stream().allMatch(Pending::late);
    }
}
