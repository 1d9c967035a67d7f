package dev.usher.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.usher.events.Event;
import dev.usher.registrations.report.TurnReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Gauges of the events with the most recent changes. Only the busiest ten events become labels. Tracks up to 1,000
 * events, each for two minutes after its last change. Thread-safe.
 */
final class HotEvents {
    static final int SHOWN = 10;

    private static final int REMEMBERED = 1_000;
    private static final Duration FORGOTTEN = Duration.ofMinutes(2);

    private final Cache<String, Hot> events = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(FORGOTTEN)
            .build();
    private final List<Shown> shown;

    /** @param changes number of changes while the event is tracked, halved at each scrape */
    private record Hot(Event event, double changes, int queued) {
        private Hot later() {
            return new Hot(event, changes / 2, queued);
        }
    }

    private record Shown(MultiGauge gauge, ToDoubleFunction<Hot> value) {}

    HotEvents(MeterRegistry registry) {
        shown = List.of(
                new Shown(gauge(registry, "capacity", "total seats"), hot -> hot.event.capacity()),
                new Shown(
                        gauge(registry, "registered", "taken seats"),
                        hot -> hot.event.counts().currentRegistrations()),
                new Shown(
                        gauge(registry, "waitlisted", "waitlist entries"),
                        hot -> hot.event.counts().waitlistCount()),
                new Shown(gauge(registry, "pending", "pending changes"), hot -> hot.queued));
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("usher.event." + name)
                .description(description + ", of the busiest events")
                .register(registry);
    }

    void turned(TurnReport report) {
        events.asMap().compute(report.eventId(), (id, hot) -> {
            var event = report.turn().map(turn -> turn.after()).orElse(hot == null ? null : hot.event);
            double before = hot == null ? 0 : hot.changes;
            return event == null ? null : new Hot(event, before + report.answered(), report.queued());
        });
    }

    /** Updates the gauges to the busiest events. Called before each scrape. */
    void show() {
        var busiest = events.asMap().values().stream()
                .sorted(Comparator.comparingDouble(Hot::changes).reversed())
                .limit(SHOWN)
                .toList();
        shown.forEach(gauge -> gauge.gauge.register(
                busiest.stream()
                        .map(hot -> Row.of(Tags.of("event", hot.event.eventId()), hot, gauge.value))
                        .collect(Collectors.toList()),
                true));
        events.asMap().replaceAll((id, hot) -> hot.later());
    }
}
