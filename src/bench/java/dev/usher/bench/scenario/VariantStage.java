package dev.usher.bench.scenario;

import dev.usher.audit.LocalClient;
import dev.usher.bench.load.Driver;
import dev.usher.bench.process.BareProcess;
import dev.usher.bench.process.Peer;
import dev.usher.bench.process.Server;
import dev.usher.bench.process.Store;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.table.TableDefinitions;
import dev.usher.process.JavaProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Scenarios of the ledger on two variants of the product, side by side on one store, each on its own tables: (w-*) with
 * a webhook and without, (v-*) this version and an earlier one.
 */
public final class VariantStage {
    private static final String WEBHOOK = "w-";
    private static final String EARLIER = "v-";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final Form form;
    private final Path logs;
    private final Predicate<String> wanted;
    private final Consumer<Comparison> results;

    public VariantStage(Form form, Path logs, Predicate<String> wanted, Consumer<Comparison> results) {
        this.form = form;
        this.logs = logs;
        this.wanted = wanted;
        this.results = results;
    }

    /** @param webhook whether it has one */
    private record Variant(Peer peer, Map<String, String> settings, boolean webhook) {
        Subject start(Form form, Store store, Driver driver, Path logs) {
            createTables(store.endpoint(), peer.name() + "-");
            var server = Server.start(peer, store.endpoint(), peer.name() + "-", logs, settings);
            return new Subject(store, driver, List.of(server), form.calls(Scenarios.USERS));
        }
    }

    /**
     * Measures (a) in memory and (c-paced). The endpoint answers at once. It shares the processors with the server, the
     * store and the driver, so that its own cost counts, too.
     */
    public void webhook() {
        var scenarios = scenarios(WEBHOOK, "memory", 0.95, 1 / 0.95);
        scenarios.removeIf(scenario -> !scenario.id().startsWith("a-") && scenario.perSecond() == 0);
        if (scenarios.isEmpty()) {
            return;
        }
        try (var endpoint = BareProcess.start(List.of(0, 0), logs)) {
            var settings = Map.of(
                    "USHER_WEBHOOK_URL", endpoint.uri().resolve("/hook").toString(), "USHER_WEBHOOK_SECRET", SECRET);
            measure(
                    WEBHOOK,
                    "memory",
                    scenarios,
                    new Variant(Peer.LEDGER.named("webhook"), settings, true),
                    new Variant(Peer.LEDGER.named("no-webhook"), Map.of(), false));
        }
    }

    /**
     * Measures (a), (b) and (c-paced).
     *
     * @param jar of the earlier version
     */
    public void earlier(Path jar, String store) {
        var scenarios = scenarios(EARLIER, store, 0.95, 1.15);
        if (!scenarios.isEmpty()) {
            measure(
                    EARLIER,
                    store,
                    scenarios,
                    new Variant(Peer.LEDGER.named("this"), Map.of(), false),
                    new Variant(Peer.earlier(jar), Map.of(), false));
        }
    }

    /**
     * Of this version, for an earlier one, too: it keeps tables that it finds. DynamoDB Local spends time on each index
     * that a table has, even if none of the written rows belongs to it.
     */
    private static void createTables(URI store, String tablePrefix) {
        try (var dynamo = LocalClient.of(store)) {
            TableDefinitions.of(TableNames.withPrefix(tablePrefix))
                    .forEach(table -> dynamo.createTable(table).join());
        }
    }

    private List<Scenario> scenarios(String prefix, String store, double rate, double p50) {
        var scenarios = Scenarios.of(form, store);
        scenarios.removeIf(scenario -> !isMeasured(scenario.id()) || !wanted.test(prefix + scenario.id()));
        scenarios.replaceAll(scenario -> scenario.with(
                scenario.perSecond() > 0 ? Goal.ratioAtMost(Metric.P50, p50) : Goal.ratioAtLeast(Metric.RATE, rate)));
        return scenarios;
    }

    private static boolean isMeasured(String id) {
        return id.startsWith("a-") || id.equals("b") || id.equals("c-paced");
    }

    private void measure(String prefix, String storage, List<Scenario> scenarios, Variant measured, Variant yardstick) {
        try (var store = Store.start(storage, logs);
                var driver = new Driver()) {
            var subjects = JavaProcess.together(List.<Supplier<Subject>>of(
                    () -> yardstick.start(form, store, driver, logs), () -> measured.start(form, store, driver, logs)));
            try (var other = subjects.get(0);
                    var subject = subjects.get(1)) {
                Subject.warmUp(subjects, form.warmUp());
                for (var scenario : scenarios) {
                    var pairs = pairs(prefix, scenario, subject, other, measured.webhook());
                    results.accept(new Comparison(
                            prefix + scenario.id(),
                            scenario.title(),
                            measured.peer().name(),
                            yardstick.peer().name(),
                            pairs,
                            scenario.goals()));
                }
            }
        }
    }

    /** The tables of an earlier version need not have what the audit reads. */
    private List<Comparison.Pair> pairs(
            String prefix, Scenario scenario, Subject subject, Subject other, boolean delivers) {
        List<Comparison.Pair> pairs = new ArrayList<>();
        for (int round = 1; round <= form.rounds(); round++) {
            var name = prefix + scenario.id() + "-" + round;
            var yardstick = other.run(scenario, name);
            pairs.add(new Comparison.Pair(subject.run(scenario, name), yardstick));
            if (delivers) {
                subject.awaitDelivered();
            }
        }
        subject.audit();
        return pairs;
    }
}
