package dev.usher.faults;

import dev.usher.history.Judgement;
import dev.usher.storeproxy.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What happened on a rig, and what the checker says of it.
 *
 * @param answers to all that was asked, by kind
 * @param troubles that befell the processes and the store, those of a storm's weather not counted
 * @param failedStarts how often a server gave up while it started, and was started again
 * @param store what passed the proxy, with the faults that single requests met
 * @param atRest what the audit of the tables found in the end
 */
record Report(
        long seed,
        int servers,
        Tally answers,
        Tally troubles,
        int failedStarts,
        Counts store,
        List<Judgement> judgements,
        List<String> atRest) {

    int versions() {
        return judgements.stream().mapToInt(Judgement::versions).sum();
    }

    List<String> violations() {
        List<String> all = new ArrayList<>();
        judgements.forEach(judgement -> all.addAll(judgement.violations()));
        atRest.forEach(violation -> all.add("at rest: " + violation));
        return all;
    }

    /** @throws AssertionError with the seed and the first violations */
    Report assertClean() {
        var violations = violations();
        if (!violations.isEmpty()) {
            throw new AssertionError("seed " + seed + ": " + violations.size() + " violations:\n"
                    + String.join("\n", violations.subList(0, Math.min(20, violations.size()))));
        }
        return this;
    }

    @Override
    public String toString() {
        return """
                faults: seed %d, %d servers, %d requests, %d versions checked
                  answers   %s
                  troubles  %s; starts that failed: %d
                  store     %s
                  refusals  %s
                  faults    %s"""
                .formatted(
                        seed,
                        servers,
                        answers.total(),
                        versions(),
                        answers,
                        troubles,
                        failedStarts,
                        new TreeMap<>(store.requests()),
                        new TreeMap<>(store.refusals()),
                        new TreeMap<>(store.faults()));
    }
}
