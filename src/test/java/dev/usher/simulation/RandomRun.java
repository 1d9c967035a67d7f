package dev.usher.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.ServiceBus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Random;

/** Time, chance and faults of one random schedule: a function of its seed. */
abstract class RandomRun implements AutoCloseable {
    final VirtualTime time;
    final Vertx vertx;
    final ServiceBus bus;
    final Random random;
    final RandomFaults faults;

    RandomRun(long seed) {
        time = new VirtualTime(seed);
        vertx = VirtualVertx.of(time);
        bus = new ServiceBus(vertx);
        random = time.random();
        faults = new RandomFaults(random);
    }

    @Override
    public final void close() {
        bus.close();
    }

    /** Completes after a random time. */
    final Future<Void> pause(int millis) {
        Promise<Void> over = Promise.promise();
        time.after(1 + random.nextInt(millis), over::complete);
        return over.future();
    }

    final <T> T await(Future<T> future, long millis) {
        assertThat(time.run(millis, future::isComplete)).as("stuck").isTrue();
        if (future.failed()) {
            throw new AssertionError(future.cause());
        }
        return future.result();
    }
}
