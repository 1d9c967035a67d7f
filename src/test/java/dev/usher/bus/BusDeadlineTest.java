package dev.usher.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.Request;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class BusDeadlineTest {
    private static final long NANOS_LEFT = 3_950_000;

    record Question() implements Request<String> {}

    /** A service may still act up to the deadline: who was told "busy" before it would be wrong about that. */
    @Test
    void nobodyIsToldBusyBeforeTheDeadline(Vertx vertx) throws Exception {
        var bus = new ServiceBus(vertx);
        Eventually.get(bus.serve(Question.class, question -> Future.<Outcome<String>>future(never -> {})));
        var context = vertx.getOrCreateContext();
        var early = new ArrayList<Boolean>();
        for (int i = 0; i < 100; i++) {
            Promise<Boolean> told = Promise.promise();
            context.runOnContext(v -> {
                var deadline = new Deadline(System.nanoTime() + NANOS_LEFT);
                bus.ask(new Question(), deadline)
                        .map(busy -> !deadline.passed())
                        .onComplete(told);
            });
            keepAwake(context, told.future());
            early.add(told.future().result());
        }
        assertThat(early).containsOnly(false);
    }

    /** A loop that is woken all the time runs its timers to the moment. */
    private static void keepAwake(Context context, Future<?> over) {
        while (!over.isComplete()) {
            context.runOnContext(v -> {});
            LockSupport.parkNanos(50_000);
        }
    }
}
