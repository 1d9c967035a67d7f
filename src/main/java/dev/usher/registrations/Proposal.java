package dev.usher.registrations;

import dev.usher.bus.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * A plan on its way to the store.
 *
 * @param answers what the first who wait are answered once it is committed
 * @param doubtful whether the outcome of an earlier try is unknown
 */
record Proposal(LedgerStore.Commit commit, Turn turn, List<Optional<Outcome<?>>> answers, boolean doubtful) {

    int planned() {
        return answers.size();
    }

    Proposal inDoubt() {
        return new Proposal(commit, turn, answers, true);
    }
}
