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
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How the turns go: a handful of recordings a turn, however many changes it carries. Thread-safe. */
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
    private final Map<RetryReason, Counter> retries = new EnumMap<>(RetryReason.class);
    private final Map<Drift, Counter> checks = new EnumMap<>(Drift.class);
    private final Set<String> drifting = ConcurrentHashMap.newKeySet();

    LedgerMetrics(MeterRegistry registry, HotEvents hot) {
        this.hot = hot;
        committed = turn("true").register(registry);
        empty = turn("false").register(registry);
        changes = DistributionSummary.builder("usher.ledger.turn.changes")
                .description("changes that one turn answered")
                .serviceLevelObjectives(CHANGES)
                .register(registry);
        waits = HistogramBuckets.timer(
                        "usher.ledger.queue.wait", "how long the first change of a turn had waited for it")
                .register(registry);
        queueFull = Counter.builder("usher.ledger.queue.full")
                .description("changes that were refused at once, because too many waited already")
                .register(registry);
        inconsistent = Counter.builder("usher.ledger.inconsistent.turns")
                .description("turns that were given up because rows never fitted their event")
                .register(registry);
        promotions = Counter.builder("usher.ledger.promotions")
                .description("people in line who were given a seat")
                .register(registry);
        promotionLag = HistogramBuckets.timer(
                        "usher.ledger.promotion.lag", "from a seat that is owed to the commit that hands it on")
                .register(registry);
        Gauge.builder("usher.ledger.drifting.events", drifting, Set::size)
                .description("events whose counters were last found to differ from their rows")
                .register(registry);
        for (var drift : Drift.values()) {
            checks.put(
                    drift,
                    Counter.builder("usher.ledger.self.checks")
                            .description("events whose counters were compared with their rows")
                            .tag("drift", drift.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        for (var reason : RetryReason.values()) {
            retries.put(
                    reason,
                    Counter.builder("usher.ledger.retries")
                            .description("tries of turns after their first one")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    private static Timer.Builder turn(String committed) {
        return HistogramBuckets.timer("usher.ledger.turn", "turns, from their begin to their end")
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
