package dev.usher.bench.scenario;

import dev.usher.bench.load.Driver;
import dev.usher.bench.load.Readers;
import dev.usher.bench.process.Peer;
import dev.usher.bench.process.Server;
import dev.usher.bench.process.Store;
import dev.usher.process.JavaProcess;
import dev.usher.storeproxy.FaultProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Scenarios (h) and (h-2): a crowd on one event with a thousand subscribers of each process, against the same crowd
 * without any, on one process and on two. The contended store is closest to a real day. The subscribers share the two
 * processors with the servers, the store and the driver, so that their own cost counts against it, too.
 */
public final class LiveStage {
    static final String ID = "h";
    private static final String OF_TWO = "h-2";
    private static final int TWO = 2;
    private static final int READERS = 1_000;
    private static final int CALLS = 8_000;

    private LiveStage() {}

    /** Scenario (h-2). A process that needs more than its 256 MiB of heap ends, and the stage fails. */
    public static void run(Form form, Path logs, Predicate<String> wanted, Consumer<Comparison> results) {
        if (!wanted.test(OF_TWO)) {
            return;
        }
        try (var store = Store.start("memory", logs);
                var driver = new Driver()) {
            var servers = JavaProcess.together(Collections.<Supplier<Server>>nCopies(
                    TWO, () -> Server.start(Peer.LEDGER, store.endpoint(), "h-", logs, "-XX:+ExitOnOutOfMemoryError")));
            try (var subject = new Subject(store, driver, servers, form.calls(CALLS))) {
                Subject.warmUp(List.of(subject), form.warmUp().multipliedBy(TWO));
                results.accept(compare(form, subject, OF_TWO, " of each of two processes"));
            }
        }
    }

    /** @param subject one warm process, on its own tables */
    static Comparison compare(Form form, Subject subject) {
        return compare(form, subject, ID, "");
    }

    private static Comparison compare(Form form, Subject subject, String id, String where) {
        List<Comparison.Pair> pairs = new ArrayList<>();
        var crowd = Openings.flashCrowd(form.calls(CALLS));
        for (int round = 1; round <= form.rounds(); round++) {
            Measurement unwatched = subject.run(scenario(form, crowd), id + "-" + round);
            pairs.add(new Comparison.Pair(watched(form, crowd, subject, id + "-watched" + round), unwatched));
        }
        subject.audit();
        return new Comparison(
                id,
                "flash crowd, 25 ms, conflicts, 1,000 live readers" + where,
                "watched",
                "unwatched",
                pairs,
                List.of(Goal.ratioAtLeast(Metric.RATE, 0.85)));
    }

    private static Measurement watched(Form form, Scenario.Opening crowd, Subject subject, String round) {
        List<Readers> come = new ArrayList<>();
        Scenario.Opening opening = (seed, name) -> {
            var calls = crowd.open(seed, name);
            subject.uris().forEach(uri -> come.add(Readers.watch(uri, Openings.crowd(name), READERS)));
            return calls;
        };
        try {
            Measurement measured = subject.run(scenario(form, opening), round);
            int lost = come.stream()
                    .mapToInt(readers -> READERS - readers.reading())
                    .sum();
            if (lost > 0) {
                throw new AssertionError(lost + " subscribers were disconnected although they were reading");
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
