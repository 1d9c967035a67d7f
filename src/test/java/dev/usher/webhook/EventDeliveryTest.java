package dev.usher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.usher.acceptance.CapturedLog;
import dev.usher.feed.ChangeLog;
import dev.usher.service.Deadline;
import dev.usher.webhook.EventDelivery.Next;
import dev.usher.webhook.store.Delivery;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single visits of an event, over tables in memory. */
class EventDeliveryTest {
    private final ModelDeliveries tables = new ModelDeliveries();
    private final EndpointBreaker breaker = new EndpointBreaker(Duration.ofSeconds(1));
    private final List<String> posted = new ArrayList<>();
    /** Stored cursor at each post. */
    private final List<Long> cursors = new ArrayList<>();

    private DeliveryAttempt answer = attempt(DeliveryOutcome.DELIVERED, Duration.ZERO);
    private Duration claim = WebhookTimes.DEFAULT.claim();
    private long postMillis;

    @Test
    void versionsThatAnotherProcessHasClaimedAreNotSent() {
        tables.commit("jazz");
        claim = Duration.ofHours(1);
        move(new Delivery(0, "another", Instant.now().plus(claim), 0, null));
        assertThat(visit()).isEqualTo(new Next.Later(Duration.ofMillis(500)));
        assertThat(posted).isEmpty();
    }

    /** The process may have ended meanwhile: its claim would last until the clocks of the others have caught up. */
    @Test
    void claimOfAProcessWhoseClockIsAheadIsIgnored() {
        tables.commit("jazz");
        move(new Delivery(0, "another", Instant.now().plus(Duration.ofHours(2)), 0, null));
        assertThat(visit()).isEqualTo(new Next.Quiet(1));
        assertThat(posted).containsExactly("jazz:1");
        assertThat(tables.delivery("jazz").until()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void failureThatAClockAheadRecordedIsNotWaitedFor() {
        tables.commit("jazz");
        var later = Instant.now().plus(Duration.ofDays(1));
        move(new Delivery(0, "another", later.plusSeconds(5), 1, later));
        answer = attempt(DeliveryOutcome.ENDPOINT_ERROR, Duration.ZERO);
        assertThat(visit()).isInstanceOf(Next.Later.class);
        assertThat(posted).containsExactly("jazz:1");
        assertThat(tables.delivery("jazz").since()).isBeforeOrEqualTo(Instant.now());
        assertThat(tables.delivery("jazz").until()).isBefore(Instant.now().plus(Duration.ofHours(1)));
    }

    @Test
    void pauseThatAClockAheadRecordedIsNotWaitedFor() {
        tables.commit("jazz");
        var now = Instant.now();
        move(new Delivery(0, "another", now.plus(Duration.ofDays(400)), 2, now.minusSeconds(60)));
        assertThat(visit()).isEqualTo(new Next.Quiet(1));
        assertThat(posted).containsExactly("jazz:1");
    }

    /** @param spareMillis by how much a claim is longer than is needed to begin a message */
    @ParameterizedTest
    @CsvSource({"50,1,2", "3600000,0,0"})
    void claimIsRenewedWhenItIsNearlyOver(long spareMillis, long second, long third) {
        claim = EventDelivery.MIN_CLAIM.plusMillis(spareMillis);
        postMillis = 60;
        for (int i = 0; i < 3; i++) {
            tables.commit("jazz");
        }
        assertThat(visit()).isEqualTo(new Next.Quiet(3));
        assertThat(posted).containsExactly("jazz:1", "jazz:2", "jazz:3");
        assertThat(cursors).containsExactly(0L, second, third);
    }

    @Test
    void pauseThatTheEndpointAsksForIsStored() {
        tables.commit("jazz");
        answer = attempt(DeliveryOutcome.THROTTLED, Duration.ofHours(1));
        assertThat(visit()).isEqualTo(new Next.Later(Duration.ofHours(1)));
        assertThat(tables.delivery("jazz").until()).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
    }

    @Test
    void deliveryThatIsAheadOfItsEventIsAnError() {
        tables.commit("jazz");
        move(new Delivery(5, "of a table that was not restored", Instant.EPOCH, 0, null));
        try (var log = new CapturedLog(EventDelivery.class)) {
            assertThat(visit()).isEqualTo(new Next.Later(Duration.ofMinutes(1)));
            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.getLevel()).isEqualTo(Level.ERROR);
                assertThat(line.getFormattedMessage())
                        .contains("the delivery of an event is ahead of it", "event=jazz");
            });
        }
        assertThat(posted).isEmpty();
    }

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

    @ParameterizedTest
    @CsvSource({"ENDPOINT_ERROR,1", "UNREACHABLE,1", "REJECTED,3"})
    void failuresAreLoggedOnceAMinuteUnlessTheEndpointWorks(DeliveryOutcome outcome, int lines) {
        answer = attempt(outcome, Duration.ZERO);
        var delivery = delivery();
        try (var log = new CapturedLog(EventDelivery.class)) {
            for (var eventId : List.of("jazz", "rock", "folk")) {
                tables.commit(eventId);
                delivery.visit(eventId, Optional.empty());
            }
            assertThat(posted).hasSize(3);
            assertThat(log.lines()).hasSize(lines);
        }
    }

    private void move(Delivery after) {
        tables.move("jazz", Optional.empty(), after);
    }

    private Next visit() {
        return delivery().visit("jazz", Optional.empty()).result();
    }

    private EventDelivery delivery() {
        var listener = new WebhookListener() {
            @Override
            public void started(DoubleSupplier lagSeconds, BooleanSupplier gone) {}

            @Override
            public void attempted(DeliveryOutcome outcome) {}
        };
        var times = new WebhookTimes(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(1), claim);
        return new EventDelivery(
                tables, new ChangeLog(tables), this::post, breaker, new DeliveryLag(), listener, times);
    }

    private Future<DeliveryAttempt> post(WebhookMessage message) {
        posted.add(message.id());
        cursors.add(tables.delivery("jazz").cursor());
        var over = Deadline.inMillis(postMillis);
        while (!over.passed()) {
            Thread.onSpinWait();
        }
        return Future.succeededFuture(answer);
    }

    private static DeliveryAttempt attempt(DeliveryOutcome outcome, Duration retryAfter) {
        return new DeliveryAttempt(outcome, outcome.name(), retryAfter);
    }
}
