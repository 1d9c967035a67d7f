package dev.usher.bench.scenario;

import dev.usher.bench.load.Driver;
import dev.usher.bench.process.Peer;
import dev.usher.bench.process.Server;
import dev.usher.bench.process.Store;
import dev.usher.process.JavaProcess;
import dev.usher.storeproxy.FaultProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Scenario (g): two and four processes on one hot event, against one. All run all the time on the same tables, and a
 * load goes to the first one, two or four of them.
 */
public final class ReplicaStage {
    private static final int MAX = 4;
    private static final int CALLS = 20_000;

    /** Enough that each of four processes still has a full turn waiting when one was just answered. */
    private static final int CONNECTIONS = 1_024;

    /** Every call must be answered: calls cut off by the limit would hide the tail. */
    private static final int TIMEOUT = 4;

    /** Four cold processes have four times as much to compile on the same processors. */
    private static final int WARM_UPS = 3;

    private static final int WARM_UPS_WHEN_QUICK = 2;

    private ReplicaStage() {}

    public static void run(Form form, Path logs, Predicate<String> wanted, Consumer<Comparison> results) {
        if (!wanted.test("g")) {
            return;
        }
        var scenario = new Scenario(
                "g",
                "",
                FaultProfile.CONTENDED,
                0,
                CONNECTIONS,
                form.limit().multipliedBy(TIMEOUT),
                Openings.flashCrowd(form.calls(CALLS)),
                List.of());
        List<Integer> numbers = form.thorough() ? List.of(1, 2, MAX) : List.of(1, MAX);
        Map<Integer, List<Measurement>> measured = new HashMap<>();
        List<Server> servers = new ArrayList<>();
        Map<Integer, Subject> subjects = new HashMap<>();
        try (var store = Store.start("memory", logs);
                var driver = new Driver()) {
            try {
                servers.addAll(JavaProcess.together(
                        Collections.nCopies(MAX, () -> Server.start(Peer.LEDGER, store.endpoint(), "g-", logs))));
                for (int number : numbers) {
                    var some = servers.subList(0, number);
                    subjects.put(number, new Subject(store, driver, some, form.calls(CALLS)));
                }
                Subject.warmUp(
                        List.of(subjects.get(MAX)),
                        form.warmUp().multipliedBy(form.thorough() ? WARM_UPS : WARM_UPS_WHEN_QUICK));
                for (int round = 1; round <= form.rounds(); round++) {
                    for (int number : numbers) {
                        measured.computeIfAbsent(number, n -> new ArrayList<>())
                                .add(subjects.get(number).run(scenario, "g" + number + "-" + round));
                    }
                }
                subjects.get(MAX).audit();
            } finally {
                subjects.values().forEach(Subject::close);
                servers.forEach(Server::close);
            }
        }
        if (form.thorough()) {
            results.accept(comparison(measured, 2, List.of()));
        }
        results.accept(comparison(
                measured, MAX, List.of(Goal.ratioAtLeast(Metric.RATE, 0.8), Goal.ratioAtMost(Metric.P99, 3))));
    }

    private static Comparison comparison(Map<Integer, List<Measurement>> measured, int number, List<Goal> goals) {
        List<Measurement> one = measured.get(1);
        List<Measurement> many = measured.get(number);
        List<Comparison.Pair> pairs = IntStream.range(0, one.size())
                .mapToObj(round -> new Comparison.Pair(many.get(round), one.get(round)))
                .toList();
        return new Comparison(
                "g-" + number,
                number + " processes on one hot event, contended",
                number + " processes",
                "1 process",
                pairs,
                goals);
    }
}
