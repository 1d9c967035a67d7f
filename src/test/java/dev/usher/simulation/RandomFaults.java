package dev.usher.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;

/** Faults at random. Each schedule has some kinds of faults and not others, each with a probability of its own. */
final class RandomFaults extends Faults {
    private static final double MAX_PROBABILITY = 0.15;
    private static final double MAX_HALF_VISIBLE = 0.6;
    private static final int MAX_STALL = 2_000;
    private static final int MAX_INDEX_LAG = 500;

    private final Random random;
    private final Map<String, Double> probabilities = new HashMap<>();
    private final double trouble;
    private final int slowness;
    private final long patience;
    private boolean calm = true;

    RandomFaults(Random random) {
        this.random = random;
        trouble = random.nextInt(4) == 0 ? 0 : random.nextDouble() * MAX_PROBABILITY;
        probabilities.put("half visible", random.nextInt(3) == 0 ? 0 : random.nextDouble() * MAX_HALF_VISIBLE);
        slowness = random.nextInt(3) == 0 ? 20 : 2;
        patience = random.nextBoolean() ? 800 : 200;
    }

    /** Whether there are no faults from now on, as there are none at first. */
    void calm(boolean calm) {
        this.calm = calm;
    }

    @Override
    boolean happens(String fault) {
        double probability = probabilities.computeIfAbsent(
                fault, kind -> random.nextInt(3) == 0 ? 0 : random.nextDouble() * trouble);
        boolean happens = !calm && random.nextDouble() < probability;
        if (happens) {
            count(fault);
        }
        return happens;
    }

    @Override
    int upTo(int bound) {
        return bound <= 0 ? 0 : random.nextInt(bound + 1);
    }

    @Override
    long latency() {
        return 1 + upTo(slowness);
    }

    @Override
    long patience() {
        return patience;
    }

    @Override
    long decision() {
        return happens("prepared for long") ? upTo(MAX_STALL) : upTo(2);
    }

    /** Usually within milliseconds; when the coordinator fails, some items hang. */
    @Override
    ToLongFunction<String> visibility() {
        if (!happens("half visible")) {
            int spread = upTo(3);
            return table -> upTo(spread);
        }
        int stall = upTo(random.nextBoolean() ? MAX_STALL : MAX_STALL / 20);
        int share = 1 + upTo(4);
        return table -> upTo(share) == 0 ? upTo(2) : upTo(stall);
    }

    @Override
    long index() {
        return 1 + upTo(MAX_INDEX_LAG);
    }
}
