package dev.usher.history;

import dev.usher.history.Step.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One committed version of an event: its row, and the changes of the users' rows and of the waitlist in the same
 * transaction.
 *
 * @param before null for the event's creation
 * @param at the moment that the turn's rows carry
 * @param steps of the turn in the change log, or null when the log has no row of this version
 * @param planned nanoseconds of the rig's clock: no request that was answered before is part of it unless it was under
 *     way then
 * @param notBefore of the same clock: at this moment it was not committed yet
 * @param notAfter of the same clock: at this moment it was committed
 */
public record Version(
        State before,
        State after,
        String at,
        List<Change<Row>> rows,
        List<Change<WaitlistEntry>> entries,
        List<Step> steps,
        long planned,
        long notBefore,
        long notAfter) {
    public Version {
        rows = List.copyOf(rows);
        entries = List.copyOf(entries);
        steps = steps == null ? null : List.copyOf(steps);
    }

    /** By the clock of the node that planned the turn; before all others where it does not matter. */
    Instant moment() {
        boolean hasEnd = after.hasEnd() || before != null && before.hasEnd();
        return hasEnd && !at.isEmpty() ? Instant.parse(at) : Instant.MIN;
    }

    /** The turn step by step; where the log has no row, in an order that explains the rows. */
    List<Step> fold() {
        if (steps != null) {
            return steps;
        }
        var fold = new ArrayList<Step>();
        rows.stream()
                .filter(Row::ends)
                .forEach(row -> fold.add(
                        new Step(Kind.LEFT, row.before().userId(), row.before().ticket(), null)));
        rows.stream().filter(Row::begins).map(Change::after).forEach(row -> {
            var kind = row.ticket() == 0 ? Kind.REGISTERED : Kind.WAITLISTED;
            fold.add(new Step(kind, row.userId(), row.ticket(), row.key()));
        });
        rows.stream()
                .filter(row ->
                        !row.disappears() && row.after().seated() && row.after().ticket() != 0)
                .filter(row -> Row.begins(row) || row.before().waits())
                .map(Change::after)
                .sorted(Comparator.comparingLong(Row::ticket))
                .forEach(row -> fold.add(new Step(Kind.PROMOTED, row.userId(), row.ticket(), null)));
        return fold;
    }

    /** The users that got a seat of their own. */
    Set<String> guests() {
        return fold().stream()
                .filter(step -> step.kind() == Kind.INVITED)
                .map(Step::userId)
                .collect(Collectors.toSet());
    }

    int capacityRaise() {
        return before == null ? after.capacity() : Math.max(0, after.capacity() - before.capacity());
    }
}
