package dev.usher.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between the attempts to deliver one message: seventeen attempts over 72 hours, then one every eight hours.
 * Stateless.
 */
final class RetrySchedule {
    /** Pauses after the second failure and those that follow. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4));

    private static final Duration LAST = Duration.ofHours(8);
    private static final Duration SPAN = Duration.ofHours(72);
    /** Largest deviation from a pause, as a fraction of it. */
    private static final double JITTER = 0.2;

    private RetrySchedule() {}

    /**
     * Returns the jittered pause after a failure.
     *
     * @param first the pause after the first failure
     * @param failures consecutive failures of the message, at least 1
     */
    static Duration pause(Duration first, int failures) {
        var pause = failures == 1 ? first : failures - 2 < PAUSES.size() ? PAUSES.get(failures - 2) : LAST;
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofMillis(Math.round(pause.toMillis() * factor));
    }

    /** Returns whether the scheduled attempts are over. */
    static boolean isOver(Instant since, Instant now) {
        return Duration.between(since, now).compareTo(SPAN) >= 0;
    }
}
