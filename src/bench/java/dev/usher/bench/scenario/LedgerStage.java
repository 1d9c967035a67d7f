package dev.usher.bench.scenario;

import dev.usher.bench.load.Driver;
import dev.usher.bench.process.Peer;
import dev.usher.bench.process.Server;
import dev.usher.bench.process.Store;
import dev.usher.process.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Scenarios (a) to (d) and (f): the ledger and the direct way, side by side on one store, each on its own tables. Both
 * run all the time, one is loaded at a time: A B A B. The ledger's process, warm by then, is the one for (h) too.
 */
public final class LedgerStage {
    private LedgerStage() {}

    /** @param wanted scenario ids */
    public static void run(Form form, Path logs, String store, Predicate<String> wanted, Consumer<Comparison> results) {
        var scenarios = Scenarios.of(form, store);
        scenarios.removeIf(scenario -> !wanted.test(scenario.id()));
        boolean live = store.equals("memory") && wanted.test(LiveStage.ID);
        if (scenarios.isEmpty() && !live) {
            return;
        }
        try (var child = Store.start(store, logs);
                var driver = new Driver()) {
            var subjects = JavaProcess.together(List.<Supplier<Subject>>of(
                    () -> subject(form, child, driver, Peer.DIRECT, logs),
                    () -> subject(form, child, driver, Peer.LEDGER, logs)));
            try (var direct = subjects.get(0);
                    var ledger = subjects.get(1)) {
                measure(form, scenarios, live, ledger, direct, results);
            }
        }
    }

    private static void measure(
            Form form,
            List<Scenario> scenarios,
            boolean live,
            Subject ledger,
            Subject direct,
            Consumer<Comparison> results) {
        Subject.warmUp(List.of(direct, ledger), form.warmUp());
        for (Scenario scenario : scenarios) {
            results.accept(compare(form, scenario, ledger, direct));
        }
        if (live) {
            results.accept(LiveStage.compare(form, ledger));
        }
    }

    private static Subject subject(Form form, Store store, Driver driver, Peer peer, Path logs) {
        var server = Server.start(peer, store.endpoint(), peer.name() + "-", logs);
        return new Subject(store, driver, List.of(server), form.calls(Scenarios.USERS));
    }

    private static Comparison compare(Form form, Scenario scenario, Subject ledger, Subject direct) {
        List<Comparison.Pair> pairs = new ArrayList<>();
        for (int round = 1; round <= form.rounds(); round++) {
            String name = scenario.id() + "-" + round;
            Measurement yardstick = direct.run(scenario, name);
            pairs.add(new Comparison.Pair(ledger.run(scenario, name), yardstick));
        }
        direct.audit();
        ledger.audit();
        return new Comparison(
                scenario.id(), scenario.title(), Peer.LEDGER.name(), Peer.DIRECT.name(), pairs, scenario.goals());
    }
}
