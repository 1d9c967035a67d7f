package dev.usher.ops;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this process wants requests: it does between the end of its start and the begin of its stop. Thread-safe. */
public final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final long PATIENCE_MILLIS = 2_000;

    private volatile State state = State.STARTING;
    private volatile Supplier<Future<Void>> check = Future::succeededFuture;
    /** Whether the last check failed: it is said once. */
    private volatile boolean missing;

    /** What an operator is told. */
    public enum State {
        STARTING,
        READY,
        UNAVAILABLE,
        STOPPING
    }

    /** @param check asked each time; succeeds when what stands behind answers */
    public void started(Supplier<Future<Void>> check) {
        this.check = check;
        state = State.READY;
    }

    public void stopping() {
        state = State.STOPPING;
    }

    /** Never fails. */
    public Future<State> now() {
        var current = state;
        if (current != State.READY) {
            return Future.succeededFuture(current);
        }
        return check.get()
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .map(answered -> {
                    missing = false;
                    return state;
                })
                .otherwise(failure -> {
                    if (!missing) {
                        LOG.warn("not ready: {}", failure.toString());
                    }
                    missing = true;
                    return State.UNAVAILABLE;
                });
    }
}
