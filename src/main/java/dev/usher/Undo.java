package dev.usher;

import io.vertx.core.Future;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a stop has to do for each thing that was started, in the opposite order of the start: one step after the other,
 * each once the one before has ended. A step that fails is logged, and holds nothing up. Any thread may add a step.
 */
final class Undo {
    private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

    private final Deque<Step> steps = new ConcurrentLinkedDeque<>();

    private record Step(String name, Supplier<Future<?>> action) {}

    /** To be undone before all that was added so far. */
    void push(String name, Supplier<Future<?>> action) {
        steps.push(new Step(name, action));
    }

    /** Completes when nothing is left to undo, also what was added meanwhile; never fails. */
    Future<Void> run() {
        var step = steps.poll();
        if (step == null) {
            return Future.succeededFuture();
        }
        return Future.succeededFuture().compose(begin -> step.action().get()).transform(done -> {
            if (done.failed()) {
                LOG.warn(
                        "step={} of the stop failed: {}",
                        step.name(),
                        done.cause().toString());
            }
            return run();
        });
    }
}
