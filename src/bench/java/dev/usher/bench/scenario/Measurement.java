package dev.usher.bench.scenario;

import dev.usher.bench.load.Answers;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Figures of one run. A metric that a run does not measure is absent.
 *
 * @param spent resources that explain the figures; empty where they are not measured
 */
public record Measurement(
        Map<Metric, Double> figures, Map<Integer, Integer> statuses, int unanswered, int retries, Spent spent) {
    public Measurement {
        figures = Map.copyOf(figures);
        statuses = Map.copyOf(statuses);
    }

    static Measurement of(Answers answers, Spent spent) {
        double answered = Math.max(1, answers.answered());
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        figures.put(Metric.RATE, answers.perSecond());
        figures.put(Metric.P50, answers.millisAt(50));
        figures.put(Metric.P99, answers.millisAt(99));
        figures.put(Metric.CPU, spent.servers().toNanos() / 1e3 / answered);
        figures.put(Metric.STORE_REQUESTS, spent.counts().total() / answered);
        return new Measurement(figures, answers.statuses(), answers.unanswered(), answers.retries(), spent);
    }

    static Measurement of(double perSecond, Duration cpu, Duration time) {
        double answered = Math.max(1, perSecond * time.toNanos() / 1e9);
        return new Measurement(
                Map.of(Metric.RATE, perSecond, Metric.CPU, cpu.toNanos() / 1e3 / answered),
                Map.of(),
                0,
                0,
                Spent.UNKNOWN);
    }

    public double get(Metric metric) {
        return figures.getOrDefault(metric, Double.NaN);
    }
}
