package dev.usher.async;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A job whose runs end in different ways. */
class PeriodicVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    /** The first run is made by the start, the others by the timer. */
    @Test
    void jobGoesOnAfterRunsThatThrowAndRunsThatFail() throws Exception {
        var first = new IllegalStateException("in the start");
        var third = new AssertionError("in the timer");
        vertx.exceptionHandler(unexpected::add);
        get(vertx.deployVerticle(job(List.of(
                () -> {
                    throw first;
                },
                () -> Future.failedFuture("an expected failure"),
                () -> {
                    throw third;
                }))));
        await().atMost(Duration.ofSeconds(60)).until(() -> runs.get() >= 6);
        assertThat(unexpected).containsExactly(first, third);
    }

    /** @param script the first runs; the others succeed */
    private PeriodicVerticle job(List<Supplier<Future<?>>> script) {
        return new PeriodicVerticle(10) {
            @Override
            public Future<?> start() {
                return vertx.timer(1).onSuccess(started -> runNow());
            }

            @Override
            protected Future<?> run() {
                int run = runs.getAndIncrement();
                return run < script.size() ? script.get(run).get() : Future.succeededFuture();
            }
        };
    }
}
