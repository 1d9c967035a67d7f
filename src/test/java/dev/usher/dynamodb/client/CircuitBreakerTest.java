package dev.usher.dynamodb.client;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** A probe decides whether the circuit opens; calls only trigger it. */
class CircuitBreakerTest {
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Future<?> NO_ANSWER = Promise.promise().future();

    private final Vertx vertx = Vertx.vertx();
    private final CircuitBreaker breaker =
            new CircuitBreaker(vertx, new CallTimeouts(SHORT, SHORT, SHORT, SHORT, SHORT));
    private final AtomicInteger probes = new AtomicInteger();
    private volatile Future<?> probe = Future.succeededFuture();
    private volatile Future<?> greeting = NO_ANSWER;

    @BeforeEach
    void watch() {
        breaker.watch(
                () -> {
                    probes.incrementAndGet();
                    return probe;
                },
                () -> greeting);
    }

    @AfterEach
    void close() throws Exception {
        breaker.close();
        get(vertx.close());
    }

    @Test
    void oneCallThatHangsIsNotTheStore() {
        var hanging = breaker.watched(new CompletableFuture<>());
        until(() -> probes.get() >= 3);
        assertThat(breaker.open()).isFalse();
        assertThat(hanging).isNotDone();
    }

    @Test
    void silenceThatTheProbeConfirmsCutsOffWhoWaitsUntilTheProbeIsAnswered() {
        probe = NO_ANSWER;
        var hanging = breaker.watched(new CompletableFuture<>());
        until(breaker::open);
        until(hanging::isCancelled);

        int before = probes.get();
        until(() -> probes.get() > before);
        assertThat(breaker.open()).isTrue();
        probe = Future.succeededFuture();
        until(() -> !breaker.open());
    }

    @Test
    void failuresThatTheProbeDoesNotShareAreTheCallsOwn() {
        fail(5, new IOException("reset"));
        until(() -> probes.get() > 0);
        probe = Future.failedFuture(new IOException("refused"));
        assertThat(breaker.open()).isFalse();
        until(() -> {
            fail(5, new IOException("reset"));
            return breaker.open();
        });
    }

    @Test
    void whoAnswersOthersIsThereWhateverBecomesOfTheProbe() {
        probe = NO_ANSWER;
        var hanging = breaker.watched(new CompletableFuture<>());
        // On the event loop of the probes' timer, so that neither is late alone.
        vertx.setPeriodic(20, answer -> {
            breaker.watched(CompletableFuture.completedFuture("answer"));
            fail(5, new IOException("reset"));
        });
        until(() -> probes.get() >= 3);
        assertThat(breaker.open()).isFalse();
        assertThat(hanging).isNotDone();
    }

    @Test
    void aProbeThatWaitsBehindASlowQueryIsNotSilence() {
        probe = NO_ANSWER;
        greeting =
                Future.failedFuture(DynamoDbException.builder().statusCode(400).build());
        var hanging = breaker.watched(new CompletableFuture<>());
        until(() -> probes.get() >= 3);
        assertThat(breaker.open()).isFalse();
        assertThat(hanging).isNotDone();

        greeting = NO_ANSWER;
        until(breaker::open);
    }

    @Test
    void aGreetingDoesNotExcuseAReadThatFails() {
        probe = Future.failedFuture(DynamoDbException.builder().statusCode(500).build());
        greeting = Future.succeededFuture();
        fail(5, new IOException("reset"));
        until(breaker::open);
    }

    @Test
    void oneRefusedConnectionIsEnoughToAsk() {
        probe = Future.failedFuture(new ConnectException("refused"));
        fail(1, new IOException(new ConnectException("refused")));
        until(breaker::open);
    }

    @Test
    void whoAsksForLessIsThere() throws Exception {
        var less = ProvisionedThroughputExceededException.builder().build();
        probe = Future.failedFuture(less);
        var hanging = breaker.watched(new CompletableFuture<>());
        until(() -> probes.get() >= 2);
        assertThat(breaker.open()).isFalse();
        assertThat(hanging).isNotDone();
        fail(50, less);
        hanging.complete(null);
        int before = probes.get();
        get(vertx.timer(300));
        assertThat(probes.get()).isLessThanOrEqualTo(before + 1);
    }

    private void fail(int times, Exception failure) {
        for (int i = 0; i < times; i++) {
            breaker.watched(CompletableFuture.failedFuture(failure));
        }
    }

    private static void until(BooleanSupplier comesTrue) {
        Eventually.holds(() -> assertThat(comesTrue.getAsBoolean()).isTrue());
    }
}
