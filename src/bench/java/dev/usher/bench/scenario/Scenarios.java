package dev.usher.bench.scenario;

import static dev.usher.bench.scenario.Goal.atLeast;
import static dev.usher.bench.scenario.Goal.ratioAtLeast;
import static dev.usher.bench.scenario.Goal.ratioAtMost;
import static dev.usher.storeproxy.FaultProfile.CONTENDED;
import static dev.usher.storeproxy.FaultProfile.KIND;
import static dev.usher.storeproxy.FaultProfile.REAL;

import dev.usher.storeproxy.FaultProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Measured scenarios, and the ledger's goals for each. */
final class Scenarios {
    /** More than any scenario needs. */
    static final int USERS = 30_000;

    static final int CONNECTIONS = 128;
    private static final int HOT_CALLS = 8_000;
    /** More than either side answers within the limit. */
    private static final int REFUSED_CALLS = 400_000;

    private static final int SEATS = 500;
    private static final int CONTENDED_CALLS = 4_000;
    private static final int CONTENDED_PER_SECOND = 300;
    private static final int EVENTS = 1_000;
    /** Should be a small part of what the machine can answer. */
    private static final int QUIET_PER_SECOND = Integer.getInteger("bench.quiet", 200);

    private final Form form;

    private Scenarios(Form form) {
        this.form = form;
    }

    /** @param store {@code memory} or a disk */
    static List<Scenario> of(Form form, String store) {
        var scenarios = new Scenarios(form);
        return new ArrayList<>(store.equals("memory") ? scenarios.inMemory() : scenarios.onDisk());
    }

    private List<Scenario> inMemory() {
        var all = new ArrayList<>(List.of(
                burst("a-memory", "flash crowd on one event", KIND, Openings.flashCrowd(form.calls(HOT_CALLS)))
                        .with(ratioAtLeast(Metric.RATE, 2.5)),
                burst("b", "flash crowd on a full event of 500 seats", KIND, fullHouse())
                        .with(ratioAtLeast(Metric.RATE, 8)),
                burst("d-memory", "cancel and promotion storm", KIND, cancelStorm())
                        .with(ratioAtLeast(Metric.RATE, 2))));
        all.addAll(contended());
        all.addAll(alike());
        return all;
    }

    /** Scenarios in which both sides do the same, so that the smallest difference counts: for warm servers. */
    private List<Scenario> alike() {
        return List.of(
                burst("c", "1,000 events, all at once", KIND, Openings.manyEvents(EVENTS, form.calls(HOT_CALLS)))
                        .with(ratioAtLeast(Metric.RATE, 0.95)),
                paced(
                                "c-paced",
                                "1,000 events, at a quiet rate",
                                KIND,
                                QUIET_PER_SECOND,
                                calls -> Openings.manyEvents(EVENTS, calls))
                        .with(ratioAtMost(Metric.P50, 1.05)));
    }

    private List<Scenario> onDisk() {
        return List.of(burst("a-disk", "flash crowd on one event", KIND, Openings.flashCrowd(form.calls(HOT_CALLS)))
                .with(ratioAtLeast(Metric.RATE, 5)));
    }

    private List<Scenario> contended() {
        var crowd = Openings.flashCrowd(form.calls(CONTENDED_CALLS));
        return List.of(
                burst("a-contended", "flash crowd, 25 ms, conflicts", CONTENDED, crowd)
                        .with(
                                ratioAtLeast(Metric.RATE, 15),
                                ratioAtMost(Metric.CPU, 1 / 8.0),
                                ratioAtMost(Metric.STORE_REQUESTS, 1 / 15.0)),
                paced("a-paced", "the same at a fixed rate", CONTENDED, CONTENDED_PER_SECOND, Openings::flashCrowd)
                        .with(ratioAtMost(Metric.P99, 1 / 20.0)),
                burst("a-limited", "flash crowd, 25 ms, conflicts, 1,000 WCU/s", REAL, crowd)
                        .with(ratioAtLeast(Metric.RATE, 8), atLeast(Metric.RATE, 450)),
                burst("d-contended", "cancel and promotion storm, 25 ms, conflicts", CONTENDED, cancelStorm())
                        .with(ratioAtLeast(Metric.RATE, 8)));
    }

    private Scenario.Opening fullHouse() {
        return Openings.fullHouse(SEATS, form.calls(HOT_CALLS), form.calls(REFUSED_CALLS));
    }

    private Scenario.Opening cancelStorm() {
        return Openings.cancelStorm(form.calls(CONTENDED_CALLS));
    }

    private Scenario burst(String id, String title, FaultProfile manners, Scenario.Opening opening) {
        return new Scenario(id, title, manners, 0, CONNECTIONS, form.limit(), opening, List.of());
    }

    private Scenario paced(
            String id, String title, FaultProfile manners, int perSecond, IntFunction<Scenario.Opening> opening) {
        int calls = (int) (perSecond * form.paced().toMillis() / 1_000);
        Duration limit = form.paced().multipliedBy(2);
        return new Scenario(id, title, manners, perSecond, CONNECTIONS, limit, opening.apply(calls), List.of());
    }
}
