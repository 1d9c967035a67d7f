package dev.usher.bench.scenario;

import static dev.usher.bench.scenario.Goal.atLeast;
import static dev.usher.bench.scenario.Goal.ratioAtLeast;
import static dev.usher.bench.scenario.Goal.ratioAtMost;

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
    private static final int MANY_SEATS = 20_000;
    private static final int CONTENDED_CALLS = 4_000;
    private static final int CONTENDED_PER_SECOND = 300;
    private static final int EVENTS = 1_000;
    /** Should be a small part of what the machine can answer. */
    private static final int QUIET_PER_SECOND = Integer.getInteger("bench.quiet", 200);

    private Scenarios() {}

    /** @param store {@code memory} or a disk */
    static List<Scenario> of(Form form, String store) {
        List<Scenario> scenarios = new ArrayList<>();
        if (store.equals("memory")) {
            scenarios.addAll(inMemory(form));
            scenarios.addAll(contended(form));
            scenarios.addAll(alike(form));
        } else {
            scenarios.addAll(onDisk(form));
        }
        return scenarios;
    }

    private static List<Scenario> inMemory(Form form) {
        var scenarios = new ArrayList<>(List.of(
                burst(
                                form,
                                "a-memory",
                                "flash crowd on one event",
                                FaultProfile.KIND,
                                Openings.flashCrowd(form.calls(HOT_CALLS)))
                        .with(ratioAtLeast(Metric.RATE, 2.5)),
                burst(
                                form,
                                "b",
                                "flash crowd on a full event of 500 seats",
                                FaultProfile.KIND,
                                Openings.fullHouse(SEATS, form.calls(HOT_CALLS), form.calls(REFUSED_CALLS)))
                        .with(ratioAtLeast(Metric.RATE, 8)),
                burst(
                                form,
                                "d-memory",
                                "cancel and promotion storm",
                                FaultProfile.KIND,
                                Openings.cancelStorm(form.calls(CONTENDED_CALLS)))
                        .with(ratioAtLeast(Metric.RATE, 2))));
        if (form.thorough()) {
            scenarios.add(burst(
                            form,
                            "b-large",
                            "flash crowd on a full event of 20,000 seats",
                            FaultProfile.KIND,
                            Openings.fullHouse(MANY_SEATS, form.calls(HOT_CALLS), form.calls(REFUSED_CALLS)))
                    .with(ratioAtLeast(Metric.RATE, 8)));
        }
        return scenarios;
    }

    /** Scenarios in which both sides do the same, so that the smallest difference counts: for warm servers. */
    private static List<Scenario> alike(Form form) {
        return List.of(
                burst(
                                form,
                                "c",
                                "1,000 events, all at once",
                                FaultProfile.KIND,
                                Openings.manyEvents(EVENTS, form.calls(HOT_CALLS)))
                        .with(ratioAtLeast(Metric.RATE, 0.95)),
                paced(
                                form,
                                "c-paced",
                                "1,000 events, at a quiet rate",
                                FaultProfile.KIND,
                                QUIET_PER_SECOND,
                                calls -> Openings.manyEvents(EVENTS, calls))
                        .with(ratioAtMost(Metric.P50, 1.05)));
    }

    private static List<Scenario> onDisk(Form form) {
        return List.of(burst(
                        form,
                        "a-disk",
                        "flash crowd on one event",
                        FaultProfile.KIND,
                        Openings.flashCrowd(form.calls(HOT_CALLS)))
                .with(ratioAtLeast(Metric.RATE, 5)));
    }

    private static List<Scenario> contended(Form form) {
        return List.of(
                burst(
                                form,
                                "a-contended",
                                "flash crowd, 25 ms, conflicts",
                                FaultProfile.CONTENDED,
                                Openings.flashCrowd(form.calls(CONTENDED_CALLS)))
                        .with(
                                ratioAtLeast(Metric.RATE, 15),
                                ratioAtMost(Metric.CPU, 1 / 8.0),
                                ratioAtMost(Metric.STORE_REQUESTS, 1 / 15.0)),
                paced(
                                form,
                                "a-paced",
                                "the same at a fixed rate",
                                FaultProfile.CONTENDED,
                                CONTENDED_PER_SECOND,
                                Openings::flashCrowd)
                        .with(ratioAtMost(Metric.P99, 1 / 20.0)),
                burst(
                                form,
                                "a-limited",
                                "flash crowd, 25 ms, conflicts, 1,000 WCU/s",
                                FaultProfile.REAL,
                                Openings.flashCrowd(form.calls(CONTENDED_CALLS)))
                        .with(ratioAtLeast(Metric.RATE, 8), atLeast(Metric.RATE, 450)),
                burst(
                                form,
                                "d-contended",
                                "cancel and promotion storm, 25 ms, conflicts",
                                FaultProfile.CONTENDED,
                                Openings.cancelStorm(form.calls(CONTENDED_CALLS)))
                        .with(ratioAtLeast(Metric.RATE, 8)));
    }

    private static Scenario burst(Form form, String id, String title, FaultProfile manners, Scenario.Opening opening) {
        return new Scenario(id, title, manners, 0, CONNECTIONS, form.limit(), opening, List.of());
    }

    private static Scenario paced(
            Form form,
            String id,
            String title,
            FaultProfile manners,
            int perSecond,
            IntFunction<Scenario.Opening> opening) {
        int calls = (int) (perSecond * form.paced().toMillis() / 1_000);
        Duration limit = form.paced().multipliedBy(2);
        return new Scenario(id, title, manners, perSecond, CONNECTIONS, limit, opening.apply(calls), List.of());
    }
}
