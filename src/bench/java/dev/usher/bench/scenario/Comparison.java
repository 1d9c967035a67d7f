package dev.usher.bench.scenario;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Paired rounds of one scenario.
 *
 * @param subject name of the measured side
 * @param yardstick name of the side it is compared with
 */
public record Comparison(
        String id, String title, String subject, String yardstick, List<Pair> pairs, List<Goal> goals) {

    /** Both sides' figures of one round. */
    public record Pair(Measurement subject, Measurement yardstick) {}

    public Comparison {
        pairs = List.copyOf(pairs);
        goals = List.copyOf(goals);
    }

    /** Median of the rounds' ratios, subject to yardstick. */
    public double ratio(Metric metric) {
        return median(pair -> pair.subject().get(metric) / pair.yardstick().get(metric));
    }

    public double subject(Metric metric) {
        return median(pair -> pair.subject().get(metric));
    }

    public double yardstick(Metric metric) {
        return median(pair -> pair.yardstick().get(metric));
    }

    private double median(ToDoubleFunction<Pair> figure) {
        double[] sorted = pairs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
