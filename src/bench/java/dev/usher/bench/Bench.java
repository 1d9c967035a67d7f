package dev.usher.bench;

import dev.usher.bench.report.Report;
import dev.usher.bench.scenario.AbuseStage;
import dev.usher.bench.scenario.Form;
import dev.usher.bench.scenario.LedgerStage;
import dev.usher.bench.scenario.LiveStage;
import dev.usher.bench.scenario.ReadStage;
import dev.usher.bench.scenario.ReplicaStage;
import dev.usher.bench.scenario.VariantStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Benchmark of Usher against its peers. Arguments: {@code quick} or {@code full}, and optionally the scenarios to run,
 * as letters or ids separated by commas, and the jar of an earlier version. Ends with an error when an audit finds a
 * broken invariant; a missed goal is only reported.
 */
public final class Bench {
    private static final Path FOLDER = Path.of("target", "bench");
    private static final String COSTS = "a-contended";
    /** Processor time and calls to the store are columns of every scenario; their goals are set on this one. */
    private static final String COSTS_LETTER = "f";
    /** A crowd on a store without added latency, at a full event, and on a store that behaves like the real one. */
    private static final Set<String> STORY = Set.of("a-memory", "b", COSTS);

    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        var form = Form.of(arguments[0]);
        Predicate<String> wanted = wanted(form, arguments.length > 1 ? arguments[1] : "");
        var report = new Report(form, FOLDER);
        Path logs = FOLDER.resolve("logs");
        Files.createDirectories(logs);
        LedgerStage.run(form, logs, "memory", wanted, report::add);
        LedgerStage.run(form, logs, "disk:" + Files.createTempDirectory(logs, "disk"), wanted, report::add);
        ReadStage.run(form, logs, wanted, report::add);
        ReplicaStage.run(form, logs, wanted, report::add);
        LiveStage.run(form, logs, wanted, report::add);
        var variants = new VariantStage(form, logs, wanted, report::add);
        variants.webhook();
        if (arguments.length > 2) {
            var earlier = Path.of(arguments[2]);
            variants.earlier(earlier, "memory");
            variants.earlier(earlier, "disk:" + Files.createTempDirectory(logs, "disk"));
        }
        AbuseStage.run(form, logs, wanted, report::add);
        if (report.isEmpty()) {
            throw new IllegalArgumentException("there is no such scenario: " + arguments[1]);
        }
        System.out.println(report.markdown());
    }

    /** The named scenarios; by default all in the full form, and {@link #STORY} in the quick one. */
    private static Predicate<String> wanted(Form form, String only) {
        if (only.isBlank()) {
            return id -> !form.equals(Form.QUICK) || STORY.contains(id);
        }
        Set<String> names = Set.of(only.split(","));
        return id -> names.contains(id)
                || names.contains(id.substring(0, 1))
                || id.equals(COSTS) && names.contains(COSTS_LETTER);
    }
}
