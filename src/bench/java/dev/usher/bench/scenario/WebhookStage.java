package dev.usher.bench.scenario;

import dev.usher.bench.load.Driver;
import dev.usher.bench.process.Canned;
import dev.usher.bench.process.Peer;
import dev.usher.bench.process.Server;
import dev.usher.bench.process.Store;
import dev.usher.process.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Scenarios (w-…): those of (a) in memory, and (c-paced), on a process with a webhook, against one without. The
 * endpoint answers at once. It shares the processors with the server, the store and the driver, so that its own cost
 * counts, too.
 */
public final class WebhookStage {
    private static final String PREFIX = "w-";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final double GOAL = 0.95;

    private WebhookStage() {}

    public static void run(Form form, Path logs, Predicate<String> wanted, Consumer<Comparison> results) {
        var scenarios = new ArrayList<>(Scenarios.inMemory(form));
        scenarios.addAll(Scenarios.contended(form));
        scenarios.addAll(Scenarios.alike(form));
        scenarios.removeIf(scenario -> !isMeasured(scenario.id()) || !wanted.test(PREFIX + scenario.id()));
        if (scenarios.isEmpty()) {
            return;
        }
        try (var store = Store.start("memory", logs);
                var endpoint = Canned.bareServer(List.of(0, 0), logs);
                var driver = new Driver()) {
            var webhook = Map.of(
                    "USHER_WEBHOOK_URL", endpoint.uri().resolve("/hook").toString(), "USHER_WEBHOOK_SECRET", SECRET);
            var subjects = JavaProcess.together(List.<Supplier<Subject>>of(
                    () -> subject(form, store, driver, "without-", logs, Map.of()),
                    () -> subject(form, store, driver, "with-", logs, webhook)));
            try (var without = subjects.get(0);
                    var with = subjects.get(1)) {
                Subject.warmUp(subjects, form.warmUp());
                for (var scenario : scenarios) {
                    results.accept(compare(form, scenario, with, without));
                }
            }
        }
    }

    private static boolean isMeasured(String id) {
        return id.startsWith("a-") || id.equals("c-paced");
    }

    private static Subject subject(
            Form form, Store store, Driver driver, String tables, Path logs, Map<String, String> settings) {
        var server = Server.start(Peer.LEDGER, store.endpoint(), tables, logs, settings);
        return new Subject(store, driver, List.of(server), form.calls(Scenarios.USERS));
    }

    private static Comparison compare(Form form, Scenario scenario, Subject with, Subject without) {
        List<Comparison.Pair> pairs = new ArrayList<>();
        for (int round = 1; round <= form.rounds(); round++) {
            var name = PREFIX + scenario.id() + "-" + round;
            with.awaitDelivered();
            var yardstick = without.run(scenario, name);
            pairs.add(new Comparison.Pair(with.run(scenario, name), yardstick));
        }
        with.awaitDelivered();
        without.audit();
        with.audit();
        var goal = scenario.perSecond() > 0
                ? Goal.ratioAtMost(Metric.P50, 1 / GOAL)
                : Goal.ratioAtLeast(Metric.RATE, GOAL);
        return new Comparison(
                PREFIX + scenario.id(),
                scenario.title() + ", with a webhook",
                "webhook",
                "no webhook",
                pairs,
                List.of(goal));
    }
}
