package dev.usher.bench.scenario;

import dev.usher.bench.load.Call;
import dev.usher.storeproxy.FaultProfile;
import java.time.Duration;
import java.util.List;

/**
 * Workload with its store and its initial state.
 *
 * @param id the letter, and the store
 * @param manners of the store while the clock runs
 * @param perSecond how many calls become due in a second; 0 for all at once
 * @param connections of the load
 * @param limit of one run
 * @param opening creates the event and returns the calls
 */
record Scenario(
        String id,
        String title,
        FaultProfile manners,
        int perSecond,
        int connections,
        Duration limit,
        Opening opening,
        List<Goal> goals) {

    /** Prepares the tables for a run, and returns its calls. */
    interface Opening {
        /** @param round distinguishes this run's events from those of all others on the same tables */
        List<Call> open(Seed seed, String round);
    }

    Scenario with(Goal... goals) {
        return new Scenario(id, title, manners, perSecond, connections, limit, opening, List.of(goals));
    }
}
