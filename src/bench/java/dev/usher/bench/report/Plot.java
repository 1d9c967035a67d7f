package dev.usher.bench.report;

import dev.usher.bench.scenario.Comparison;
import dev.usher.bench.scenario.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One comparison as an SVG picture: for each metric two bars, the subject's above the yardstick's, as long as their
 * medians, with a dot for every round. Each metric has its own scale.
 */
final class Plot {
    private static final int WIDTH = 720;
    private static final int LEFT = 190;
    private static final int MAX = 400;
    private static final int TOP = 56;
    private static final int BAR = 16;
    private static final int GROUP = 52;
    private static final String[] COLORS = {"#2563a8", "#b8b8b8"};

    private Plot() {}

    static String svg(Comparison comparison) {
        List<String> groups = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            if (Double.isFinite(comparison.subject(metric))) {
                groups.add(group(comparison, metric, TOP + groups.size() * GROUP));
            }
        }
        int height = TOP + groups.size() * GROUP + 8;
        return String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="12">
                <rect width="%1$d" height="%2$d" fill="white"/>
                <text x="12" y="22" font-size="15" font-weight="bold">%3$s</text>
                <text x="12" y="42"><tspan fill="%4$s">■</tspan> %5$s  <tspan fill="%6$s">■</tspan> %7$s</text>
                %8$s</svg>
                """,
                WIDTH,
                height,
                text(comparison.id() + ": " + comparison.title()),
                COLORS[0],
                text(comparison.subject()),
                COLORS[1],
                text(comparison.yardstick()),
                String.join("", groups));
    }

    private static String group(Comparison comparison, Metric metric, int y) {
        double[] subject = comparison.pairs().stream()
                .mapToDouble(pair -> pair.subject().get(metric))
                .toArray();
        double[] yardstick = comparison.pairs().stream()
                .mapToDouble(pair -> pair.yardstick().get(metric))
                .toArray();
        double most = 1e-9;
        for (int i = 0; i < subject.length; i++) {
            most = Math.max(most, Math.max(subject[i], yardstick[i]));
        }
        return String.format(Locale.ROOT, "<text x=\"12\" y=\"%d\">%s</text>%n", y + BAR + 4, metric.title())
                + bar(comparison.subject(metric), subject, most, y, COLORS[0])
                + bar(comparison.yardstick(metric), yardstick, most, y + BAR + 4, COLORS[1]);
    }

    private static String bar(double median, double[] rounds, double most, int y, String color) {
        var svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LEFT,
                y,
                median / most * MAX,
                BAR,
                color));
        for (double round : rounds) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%d\" r=\"2.5\" fill=\"#222\"/>%n",
                    LEFT + round / most * MAX,
                    y + BAR / 2));
        }
        return svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\">%s</text>%n",
                        LEFT + MAX + 10,
                        y + BAR - 3,
                        Table.number(median)))
                .toString();
    }

    private static String text(String plain) {
        return plain.replace("&", "&amp;").replace("<", "&lt;");
    }
}
