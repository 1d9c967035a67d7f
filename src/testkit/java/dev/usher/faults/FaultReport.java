package dev.usher.faults;

import dev.usher.history.CheckResult;
import dev.usher.storeproxy.ProxyCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Events of a run on a rig, and the result of its checks.
 *
 * @param answers to all requests, by kind
 * @param troubles injected into the processes and the store, without the random faults of a storm
 * @param failedStarts how often a server gave up while it started, and was started again
 * @param store requests that passed the proxy, with the faults of single requests
 * @param atRest violations that the audit of the tables found at the end
 */
record FaultReport(
        long seed,
        int servers,
        CountByKind answers,
        CountByKind troubles,
        int failedStarts,
        ProxyCounters store,
        List<CheckResult> judgements,
        List<String> atRest) {

    int versions() {
        return judgements.stream().mapToInt(CheckResult::versions).sum();
    }

    List<String> violations() {
        List<String> all = new ArrayList<>();
        judgements.forEach(judgement -> all.addAll(judgement.violations()));
        atRest.forEach(violation -> all.add("at rest: " + violation));
        return all;
    }

    /** @throws AssertionError with the seed and the first violations */
    FaultReport assertClean() {
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
