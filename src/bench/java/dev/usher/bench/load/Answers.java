package dev.usher.bench.load;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Result of one load.
 *
 * @param statuses how often each HTTP status was the final answer
 * @param wrong answers with another status than their calls expect
 * @param unanswered calls without a final answer within the limit
 * @param retries tries beyond the first: after a 503 or a broken connection
 * @param nanos from the first moment that a call was due to the last final answer, or the limit
 * @param times microseconds from the moment that a call was due to its final answer; without one, to the limit
 */
public record Answers(
        Map<Integer, Integer> statuses, int wrong, int unanswered, int retries, long nanos, Histogram times) {
    public Answers {
        statuses = Map.copyOf(statuses);
    }

    public int answered() {
        return statuses.values().stream().mapToInt(n -> n).sum();
    }

    public double perSecond() {
        return answered() * 1e9 / nanos;
    }

    public double millisAt(double percentile) {
        return times.getValueAtPercentile(percentile) / 1e3;
    }
}
