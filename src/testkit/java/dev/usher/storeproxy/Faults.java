package dev.usher.storeproxy;

import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Probabilities of faults. A request meets one fault at most.
 *
 * @param probabilities of each fault, 0 to 1; together not above 1
 * @param operations that may fail, such as {@code TransactWriteItems}; empty for all
 * @param stallMillis duration of a stall
 */
public record Faults(Map<Fault, Double> probabilities, Set<String> operations, long stallMillis) {
    public static final Faults NONE = new Faults(Map.of(), Set.of(), 0);

    private static final double ROUNDING = 1e-9;

    public Faults {
        probabilities = Map.copyOf(probabilities);
        operations = Set.copyOf(operations);
        double sum = probabilities.values().stream().mapToDouble(p -> p).sum();
        if (sum > 1 + ROUNDING || probabilities.values().stream().anyMatch(p -> p < 0)) {
            throw new IllegalArgumentException("probabilities " + probabilities);
        }
    }

    /** One fault at every request of these operations, or at every request when none is named. */
    public static Faults always(Fault fault, String... operations) {
        return new Faults(Map.of(fault, 1.0), Set.of(operations), 0);
    }

    public Faults withStall(long millis) {
        return new Faults(probabilities, operations, millis);
    }

    Fault draw(String operation, RandomGenerator random) {
        if (probabilities.isEmpty() || !operations.isEmpty() && !operations.contains(operation)) {
            return Fault.NONE;
        }
        double point = random.nextDouble();
        for (Fault fault : Fault.values()) {
            point -= probabilities.getOrDefault(fault, 0.0);
            if (point < 0) {
                return fault;
            }
        }
        return Fault.NONE;
    }
}
