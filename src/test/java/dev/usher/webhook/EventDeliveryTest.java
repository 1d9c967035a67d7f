package dev.usher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.feed.ChangeLog;
import dev.usher.webhook.EventDelivery.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import io.vertx.core.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single visits of an event, over tables in memory. */
class EventDeliveryTest {
    private final ModelDeliveries tables = new ModelDeliveries();
    private final EndpointBreaker breaker = new EndpointBreaker(Duration.ofSeconds(1));
    private final List<String> posted = new ArrayList<>();
    private DeliveryAttempt answer = attempt(DeliveryOutcome.DELIVERED, Duration.ZERO);

    /** The event has failed nine times, so that its next scheduled pause is one of hours. */
    @ParameterizedTest
    @CsvSource({"true,UNREACHABLE,9", "true,REJECTED,10", "false,UNREACHABLE,10"})
    void scheduleAdvancesUnlessTheEndpointFailsAtAProbe(boolean open, DeliveryOutcome outcome, int failures) {
        tables.commit("jazz");
        tables.pause("jazz", Instant.EPOCH, Instant.EPOCH);
        if (open) {
            breaker.attempted(attempt(DeliveryOutcome.THROTTLED, Duration.ZERO));
        }
        answer = attempt(outcome, Duration.ZERO);
        visit();
        assertThat(posted).containsExactly("jazz:1");
        var row = tables.delivery("jazz");
        assertThat(row.failures()).isEqualTo(failures);
        assertThat(row.until().isAfter(Instant.now().plus(Duration.ofHours(1)))).isEqualTo(failures == 10);
    }

    private Next visit() {
        var listener = new WebhookListener() {
            @Override
            public void started(DoubleSupplier lagSeconds, BooleanSupplier gone) {}

            @Override
            public void attempted(DeliveryOutcome outcome) {}
        };
        var delivery = new EventDelivery(
                tables,
                new ChangeLog(tables.log()),
                this::post,
                breaker,
                new DeliveryLag(),
                listener,
                WebhookTimes.DEFAULT);
        return delivery.visit("jazz", Optional.empty()).result();
    }

    private Future<DeliveryAttempt> post(WebhookMessage message) {
        posted.add(message.id());
        return Future.succeededFuture(answer);
    }

    private static DeliveryAttempt attempt(DeliveryOutcome outcome, Duration retryAfter) {
        return new DeliveryAttempt(outcome, outcome.name(), retryAfter);
    }
}
