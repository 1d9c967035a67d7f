package dev.usher.async;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Verticle with a periodic job. The pauses between the runs are half to one and a half intervals, so that replicas that
 * started together do not stay in step.
 */
public abstract class PeriodicVerticle extends VerticleBase {
    private final long intervalMillis;
    private long timer;
    private boolean stopped;

    /** @param intervalMillis average pause between two runs */
    protected PeriodicVerticle(long intervalMillis) {
        this.intervalMillis = intervalMillis;
    }

    /** Does the job once. The next pause begins when the future completes or fails, or when the call throws. */
    protected abstract Future<?> run();

    /** Runs the job now. An exception that it throws is passed on, to the exception handler of the context. */
    protected final void runNow() {
        Future<?> running = Future.succeededFuture();
        try {
            running = run();
        } finally {
            running.onComplete(done -> runLater());
        }
    }

    /** Runs the job after a pause, unless the verticle is stopped. */
    protected final void runLater() {
        if (!stopped) {
            long half = Math.max(1, intervalMillis / 2);
            timer = vertx.setTimer(half + ThreadLocalRandom.current().nextLong(2 * half), due -> runNow());
        }
    }

    protected final boolean isStopped() {
        return stopped;
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }
}
