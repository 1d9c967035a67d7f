package dev.usher.bench.report;

import dev.usher.bench.scenario.Comparison;
import dev.usher.bench.scenario.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the measurements and rewrites all reports after each comparison, so that an interrupted run keeps its
 * results.
 */
public final class Report {
    private final Form form;
    private final Path folder;
    private final List<Comparison> comparisons = new ArrayList<>();
    private final long begun = System.nanoTime();

    /** @param folder is created when it is missing */
    public Report(Form form, Path folder) {
        this.form = form;
        this.folder = folder;
    }

    public void add(Comparison comparison) {
        comparisons.add(comparison);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("bench.md"), markdown());
            Files.writeString(
                    folder.resolve("bench.json"), Json.of(form, comparisons).encodePrettily());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.print(Table.of(List.of(comparison)));
    }

    public boolean isEmpty() {
        return comparisons.isEmpty();
    }

    public String markdown() {
        return "Form: " + form.name() + ", rounds: " + form.rounds() + ". Machine: " + Machine.describe() + ". Took "
                + took()
                + ".\nMedians, left : right as named; ratios are medians of the rounds' ratios; a goal's figure in bold misses it.\n\n"
                + Table.of(comparisons);
    }

    /** Minutes and seconds so far. */
    private String took() {
        var time = Duration.ofNanos(System.nanoTime() - begun);
        return String.format("%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
