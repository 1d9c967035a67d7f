package dev.usher.registrations;

import dev.usher.bus.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What came of planning. */
sealed interface Planned {

    /**
     * Not yet: more must be read first.
     *
     * @param users whose rows are needed
     * @param waiting how many people of the line are needed, 0 for none
     */
    record Needs(Set<String> users, int waiting) implements Planned {}

    /** What was read does not fit together: another node's commit is half visible. Read everything again. */
    record Stale(String why) implements Planned {}

    /**
     * A plan.
     *
     * @param turn what is to be committed; empty when there is nothing to commit
     * @param answers what the first changes are answered once the turn is committed, one each and in their order; empty
     *     for a change that the turn does not accept and that {@link Admission} has to decide; the changes beyond did
     *     not fit
     */
    record Ready(Optional<Turn> turn, List<Optional<Outcome<?>>> answers) implements Planned {}
}
