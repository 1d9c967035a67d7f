package dev.usher.ops;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Readiness of this process: ready from the end of its start to the beginning of its stop. Thread-safe. */
public final class ReadinessCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ReadinessCheck.class);
    private static final long TIMEOUT_MILLIS = 2_000;

    private volatile State state = State.STARTING;
    private volatile Supplier<Future<Void>> check = Future::succeededFuture;
    /** Whether the last check failed; only the first failure in a row is logged. */
    private volatile boolean missing;

    /** State reported to operators. */
    public enum State {
        STARTING,
        READY,
        UNAVAILABLE,
        STOPPING
    }

    /** @param reason why it is unavailable; empty in every other state */
    record Status(State state, Optional<String> reason) {}

    /** @param check runs at each health check; succeeds if the backend answers */
    public void started(Supplier<Future<Void>> check) {
        this.check = check;
        state = State.READY;
    }

    public void stopping() {
        state = State.STOPPING;
    }

    /**
     * Never fails, and completes within two seconds even while the event loops of the API are blocked.
     *
     * @param vertx provides the timer that bounds the check
     */
    Future<Status> now(Vertx vertx) {
        var current = state;
        if (current != State.READY) {
            return Future.succeededFuture(new Status(current, Optional.empty()));
        }
        Promise<Void> checked = Promise.promise();
        long timer = vertx.setTimer(TIMEOUT_MILLIS, late -> checked.tryFail("no answer in " + TIMEOUT_MILLIS + " ms"));
        check.get().onComplete(checked::tryComplete, checked::tryFail);
        return checked.future()
                .onComplete(done -> vertx.cancelTimer(timer))
                .map(answered -> {
                    missing = false;
                    return new Status(state, Optional.empty());
                })
                .otherwise(failure -> {
                    if (!missing) {
                        LOG.warn("not ready: {}", failure.toString());
                    }
                    missing = true;
                    return new Status(State.UNAVAILABLE, Optional.ofNullable(failure.getMessage()));
                });
    }
}
