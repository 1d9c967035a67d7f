package dev.usher;

import io.vertx.core.Future;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stack of shutdown steps, run one after the other in reverse order of the start. A failed step is logged, and the next
 * one runs. Any thread may add a step.
 */
final class ShutdownSequence {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownSequence.class);

    private final Deque<Step> steps = new ConcurrentLinkedDeque<>();

    private record Step(String name, Supplier<Future<?>> action) {}

    /** Adds a step that runs before all steps added so far. */
    void push(String name, Supplier<Future<?>> action) {
        steps.push(new Step(name, action));
    }

    /** Completes when no step is left, including steps added meanwhile; never fails. */
    Future<Void> run() {
        var step = steps.poll();
        if (step == null) {
            return Future.succeededFuture();
        }
        return Future.succeededFuture().compose(begin -> step.action().get()).transform(done -> {
            if (done.failed()) {
                LOG.warn(
                        "shutdown step failed: step={}: {}",
                        step.name(),
                        done.cause().toString());
            }
            return run();
        });
    }
}
