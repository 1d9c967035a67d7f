package dev.usher.bench.report;

import dev.usher.bench.scenario.Comparison;
import dev.usher.bench.scenario.Goal;
import dev.usher.bench.scenario.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All comparisons as one Markdown table, which is also what the terminal shows. */
final class Table {
    private Table() {}

    static String of(List<Comparison> comparisons) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "", "scenario", "answers/s", "ratio", "p50 ms", "p99 ms", "CPU µs/answer", "DynamoDB/answer", "goals"));
        rows.add(List.of("---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---"));
        comparisons.forEach(comparison -> rows.add(row(comparison)));
        return align(rows);
    }

    private static List<String> row(Comparison comparison) {
        return List.of(
                comparison.id(),
                comparison.title() + " (" + comparison.subject() + " : " + comparison.yardstick() + ")",
                both(comparison, Metric.RATE),
                number(comparison.ratio(Metric.RATE)),
                both(comparison, Metric.P50),
                both(comparison, Metric.P99),
                both(comparison, Metric.CPU),
                both(comparison, Metric.STORE_REQUESTS),
                comparison.goals().stream()
                        .map(goal -> goal.text() + verdict(goal, comparison))
                        .collect(Collectors.joining("; ")));
    }

    private static String verdict(Goal goal, Comparison comparison) {
        double figure = goal.ofRatio() ? comparison.ratio(goal.metric()) : comparison.subject(goal.metric());
        return goal.metBy(comparison) ? ": " + number(figure) : ": **" + number(figure) + "**";
    }

    private static String both(Comparison comparison, Metric metric) {
        double subject = comparison.subject(metric);
        return Double.isNaN(subject) ? "" : number(subject) + " : " + number(comparison.yardstick(metric));
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.3f", value);
    }

    private static String align(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        var text = new StringBuilder();
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                text.append("| ")
                        .append(row.get(i))
                        .append(" ".repeat(widths[i] - row.get(i).length() + 1));
            }
            text.append("|\n");
        }
        return text.toString();
    }
}
