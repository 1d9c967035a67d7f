package dev.usher.storeproxy;

import java.util.random.RandomGenerator;

/**
 * Latency of the store as a log-normal distribution: half of the requests take longer than {@code p50}, one in a
 * hundred longer than {@code p99}. Both in milliseconds; both 0 adds nothing.
 */
public record Latency(double p50, double p99) {
    public static final Latency NONE = new Latency(0, 0);

    private static final double NORMAL_QUANTILE_99 = 2.3263;

    public Latency {
        if (p50 < 0 || p99 < p50) {
            throw new IllegalArgumentException("latency p50=" + p50 + " p99=" + p99);
        }
    }

    /** The next request's milliseconds. */
    double sample(RandomGenerator random) {
        if (p50 == 0) {
            return 0;
        }
        double sigma = Math.log(p99 / p50) / NORMAL_QUANTILE_99;
        return p50 * Math.exp(sigma * random.nextGaussian());
    }
}
