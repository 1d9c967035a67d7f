package dev.usher.bench.scenario;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One scenario's paired rounds.
 *
 * @param subject what is judged, by name
 * @param yardstick what it is compared with, by name
 */
public record Comparison(
        String id, String title, String subject, String yardstick, List<Pair> pairs, List<Goal> goals) {

    /** What both sides did in one round. */
    public record Pair(Measurement subject, Measurement yardstick) {}

    public Comparison {
        pairs = List.copyOf(pairs);
        goals = List.copyOf(goals);
    }

    /** The median of the rounds' ratios, subject to yardstick. */
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
