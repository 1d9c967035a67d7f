package dev.usher.bench.scenario;

import dev.usher.bench.load.Readers;
import dev.usher.storeproxy.FaultProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * Scenario (h): a crowd on one event with a thousand subscribers, against the same crowd without any, on one process.
 * The contended store is closest to a real day. The subscribers share the two processors with the server, the store and
 * the driver, so that their own cost counts against it, too.
 */
final class LiveStage {
    static final String ID = "h";
    private static final int READERS = 1_000;
    private static final int CALLS = 8_000;

    private LiveStage() {}

    /** @param subject one warm process, on its own tables */
    static Comparison compare(Form form, Subject subject) {
        List<Comparison.Pair> pairs = new ArrayList<>();
        var crowd = Openings.flashCrowd(form.calls(CALLS));
        for (int round = 1; round <= form.rounds(); round++) {
            Measurement unwatched = subject.run(scenario(form, crowd), "h" + round);
            pairs.add(new Comparison.Pair(watched(form, crowd, subject, "h-watched" + round), unwatched));
        }
        subject.audit();
        return new Comparison(
                ID,
                "flash crowd, 25 ms, conflicts, 1,000 live readers",
                "watched",
                "unwatched",
                pairs,
                List.of(Goal.ratioAtLeast(Metric.RATE, 0.85)));
    }

    private static Measurement watched(Form form, Scenario.Opening crowd, Subject subject, String round) {
        List<Readers> come = new ArrayList<>();
        Scenario.Opening opening = (seed, name) -> {
            var calls = crowd.open(seed, name);
            come.add(Readers.watch(subject.uri(), Openings.crowd(name), READERS));
            return calls;
        };
        try {
            Measurement measured = subject.run(scenario(form, opening), round);
            int left = come.get(0).reading();
            if (left < READERS) {
                throw new AssertionError(READERS - left + " subscribers were disconnected although they were reading");
            }
            return measured;
        } finally {
            come.forEach(Readers::close);
        }
    }

    private static Scenario scenario(Form form, Scenario.Opening opening) {
        return new Scenario(ID, "", FaultProfile.CONTENDED, 0, Scenarios.CONNECTIONS, form.limit(), opening, List.of());
    }
}
