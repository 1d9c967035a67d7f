package dev.usher.bench.scenario;

import java.time.Duration;

/**
 * Size of a measurement. The quick form measures as the full one does, but fewer scenarios in fewer rounds.
 *
 * @param rounds pairs of runs for each scenario
 * @param size factor on the number of calls of a burst
 * @param limit of one burst
 * @param paced how long a load at a fixed rate becomes due
 * @param warmUp of every server before its first run, at least
 */
public record Form(String name, int rounds, double size, Duration limit, Duration paced, Duration warmUp) {
    public static final Form QUICK =
            new Form("quick", 3, 1, Duration.ofSeconds(10), Duration.ofSeconds(8), Duration.ofSeconds(30));

    public static final Form FULL =
            new Form("full", 5, 1, Duration.ofSeconds(10), Duration.ofSeconds(8), Duration.ofSeconds(30));

    /** Tests the bench itself; its figures mean nothing. */
    public static final Form SMOKE =
            new Form("smoke", 1, 0.05, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(200));

    public static Form of(String name) {
        return switch (name) {
            case "quick" -> QUICK;
            case "full" -> FULL;
            case "smoke" -> SMOKE;
            default -> throw new IllegalArgumentException("quick, full or smoke, not " + name);
        };
    }

    /** Whether scenarios without a goal are measured too. */
    boolean thorough() {
        return rounds == FULL.rounds;
    }

    int calls(int ofFullForm) {
        return (int) (ofFullForm * size);
    }
}
