package dev.usher.metrics;

import dev.usher.webhook.DeliveryOutcome;
import dev.usher.webhook.WebhookListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** Metrics of the webhook. Thread-safe. */
final class WebhookMetrics implements WebhookListener {
    private final MeterRegistry registry;
    private final Map<DeliveryOutcome, Counter> attempts;

    WebhookMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.attempts = Metrics.counters(
                registry,
                DeliveryOutcome.class,
                "outcome",
                "usher.webhook.deliveries",
                "attempts to deliver a message by webhook, by outcome");
    }

    @Override
    public void started(DoubleSupplier lagSeconds, BooleanSupplier gone) {
        Gauge.builder("usher.webhook.lag", lagSeconds, DoubleSupplier::getAsDouble)
                .description("age of the oldest version that this replica knows and the webhook has not delivered")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        Gauge.builder("usher.webhook.gone", gone, answered -> answered.getAsBoolean() ? 1 : 0)
                .description("1 after the webhook's endpoint answered 410: nothing more is sent to it")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void attempted(DeliveryOutcome outcome) {
        attempts.get(outcome).increment();
    }
}
