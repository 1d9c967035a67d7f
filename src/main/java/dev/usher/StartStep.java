package dev.usher;

import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Step of the start that is retried while a service is unavailable. A permanent failure, such as a bad setting or a
 * missing right, ends it at once. Logs the first failure, and the last one every five seconds.
 *
 * @param <T> result of the step
 */
final class StartStep<T> {
    private static final Logger LOG = LoggerFactory.getLogger(StartStep.class);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long LOG_INTERVAL_MILLIS = 5_000;

    private final Vertx vertx;
    private final String name;
    private final BooleanSupplier patient;
    private final Supplier<Future<T>> step;
    private final Promise<T> done = Promise.promise();
    private volatile String waitsFor = "no answer yet";

    private StartStep(Vertx vertx, String name, BooleanSupplier patient, Supplier<Future<T>> step) {
        this.vertx = vertx;
        this.name = name;
        this.patient = patient;
        this.step = step;
    }

    /**
     * @param name for the log
     * @param patient whether to retry after a failure; otherwise the failure is final
     * @param step fails with an {@code UnavailableException} when it may be repeated
     */
    static <T> Future<T> run(Vertx vertx, String name, BooleanSupplier patient, Supplier<Future<T>> step) {
        var running = new StartStep<>(vertx, name, patient, step);
        long log = vertx.setPeriodic(LOG_INTERVAL_MILLIS, tick -> running.log());
        running.attempt(true);
        return running.done.future().onComplete(over -> vertx.cancelTimer(log));
    }

    private void log() {
        LOG.warn("not started yet: step={}: {}", name, waitsFor);
    }

    private void attempt(boolean first) {
        step.get().onComplete(done::complete, failure -> {
            if (failure instanceof UnavailableException && patient.getAsBoolean()) {
                waitsFor = PreflightCheck.why(failure);
                if (first) {
                    log();
                }
                vertx.setTimer(PAUSE_MILLIS, again -> attempt(false));
            } else {
                done.fail(failure);
            }
        });
    }
}
