package dev.usher.bench.scenario;

import java.util.Locale;

/**
 * Bound on a metric of a comparison.
 *
 * @param ofRatio whether the bound is on the ratio of the two sides, else on the subject's own figure
 * @param atLeast whether the bound is a lower one
 */
public record Goal(Metric metric, boolean ofRatio, boolean atLeast, double bound) {

    static Goal ratioAtLeast(Metric metric, double bound) {
        return new Goal(metric, true, true, bound);
    }

    static Goal ratioAtMost(Metric metric, double bound) {
        return new Goal(metric, true, false, bound);
    }

    static Goal atLeast(Metric metric, double bound) {
        return new Goal(metric, false, true, bound);
    }

    public boolean metBy(Comparison comparison) {
        double figure = ofRatio ? comparison.ratio(metric) : comparison.subject(metric);
        return atLeast ? figure >= bound : figure <= bound;
    }

    public String text() {
        return String.format(
                Locale.ROOT, "%s%s %s %.4g", metric.title(), ofRatio ? " ratio" : "", atLeast ? "≥" : "≤", bound);
    }
}
