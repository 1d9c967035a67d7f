package dev.usher.metrics;

import dev.usher.registrations.report.Drift;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.registrations.report.RetryReason;
import dev.usher.registrations.report.TurnReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Metrics of turns. The number of recordings per turn does not depend on its number of changes. Thread-safe. */
final class LedgerMetrics implements LedgerListener {
    private static final double[] CHANGES = {1, 2, 5, 10, 20, 50, 99, 200, 500, 1_000};

    private final HotEvents hot;
    private final Timer committed;
    private final Timer empty;
    private final DistributionSummary changes;
    private final Timer waits;
    private final Counter queueFull;
    private final Counter inconsistent;
    private final Counter promotions;
    private final Timer promotionLag;
    private final Map<RetryReason, Counter> retries;
    private final Map<Drift, Counter> checks;
    private final Set<String> drifting = ConcurrentHashMap.newKeySet();

    LedgerMetrics(MeterRegistry registry, HotEvents hot) {
        this.hot = hot;
        committed = turn("true").register(registry);
        empty = turn("false").register(registry);
        changes = DistributionSummary.builder("usher.ledger.turn.size")
                .description("changes answered per turn")
                .serviceLevelObjectives(CHANGES)
                .register(registry);
        waits = HistogramBuckets.timer(
                        "usher.ledger.queue.wait", "wait of the first change of a turn until the turn began")
                .register(registry);
        queueFull = Counter.builder("usher.ledger.rejected")
                .description("changes rejected at once because too many were pending")
                .register(registry);
        inconsistent = Counter.builder("usher.ledger.inconsistent.turns")
                .description("turns abandoned because rows stayed inconsistent with their event")
                .register(registry);
        promotions = Counter.builder("usher.ledger.promotions")
                .description("waitlist entries that were promoted to a seat")
                .register(registry);
        promotionLag = HistogramBuckets.timer(
                        "usher.ledger.promotion.lag", "time from an owed seat to the commit of the promotion")
                .register(registry);
        Gauge.builder("usher.ledger.inconsistent.events", drifting, Set::size)
                .description("events whose counters differed from their rows at the last check")
                .register(registry);
        checks = Metrics.counters(
                registry,
                Drift.class,
                "result",
                "usher.ledger.consistency.checks",
                "comparisons of an event's counters with its rows");
        retries = Metrics.counters(registry, RetryReason.class, "reason", "usher.ledger.retries", "retries of turns");
    }

    private static Timer.Builder turn(String committed) {
        return HistogramBuckets.timer("usher.ledger.turn", "duration of turns, from start to end")
                .tag("committed", committed);
    }

    @Override
    public void turned(TurnReport report) {
        (report.turn().isPresent() ? committed : empty).record(report.nanos(), TimeUnit.NANOSECONDS);
        changes.record(report.answered());
        waits.record(report.waitNanos(), TimeUnit.NANOSECONDS);
        report.retries().forEach((reason, times) -> retries.get(reason).increment(times));
        if (report.inconsistent()) {
            inconsistent.increment();
        }
        report.turn().ifPresent(turn -> {
            if (report.promotionNanos() >= 0) {
                promotions.increment(turn.promotions());
                promotionLag.record(report.promotionNanos(), TimeUnit.NANOSECONDS);
            }
        });
        hot.turned(report);
    }

    @Override
    public void checked(String eventId, Drift drift) {
        checks.get(drift).increment();
        switch (drift) {
            case FOUND -> drifting.add(eventId);
            case NONE -> drifting.remove(eventId);
            case MOVING -> {}
        }
    }

    @Override
    public void queueFull() {
        queueFull.increment();
    }
}
