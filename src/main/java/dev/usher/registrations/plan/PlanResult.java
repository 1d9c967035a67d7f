package dev.usher.registrations.plan;

import dev.usher.registrations.model.Turn;
import dev.usher.service.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The result of planning. */
public sealed interface PlanResult {

    /**
     * More must be read before a plan can be made.
     *
     * @param users ids of the users whose rows are needed
     * @param waiting number of waiting entries of the waitlist that are needed, 0 for none
     */
    record Needs(Set<String> users, int waiting) implements PlanResult {}

    /** The rows read are inconsistent: another replica's commit is half visible. Everything must be read again. */
    record Stale(String why) implements PlanResult {}

    /**
     * A complete plan.
     *
     * @param turn the turn to commit; empty when there is nothing to commit
     * @param answers answers to the first changes once the turn is committed, one each and in their order; empty for a
     *     change that the turn does not accept and that {@link Admission} has to decide; the changes beyond did not fit
     */
    record Ready(Optional<Turn> turn, List<Optional<Outcome<?>>> answers) implements PlanResult {}
}
