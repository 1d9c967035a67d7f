package dev.usher.bench.load;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came back of one load.
 *
 * @param statuses how often each HTTP status was the final answer
 * @param unanswered calls without a final answer within the limit
 * @param retries tries beyond the first: after a 503 or a broken connection
 * @param nanos from the first moment that a call was due to the last final answer, or the limit
 * @param times microseconds from the moment that a call was due to its final answer; for who got none, to the limit
 */
public record Answers(Map<Integer, Integer> statuses, int unanswered, int retries, long nanos, Histogram times) {
    private static final int SERVER_ERRORS = 500;
    private static final int BAD_REQUEST = 400;

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

    /** Whether the server ever answered what no call asked for. */
    public boolean absurd() {
        return statuses.keySet().stream().anyMatch(status -> status == BAD_REQUEST || status >= SERVER_ERRORS);
    }
}
