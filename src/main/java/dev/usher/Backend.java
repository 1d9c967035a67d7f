package dev.usher;

import dev.usher.bus.ServiceBus;
import dev.usher.config.Settings;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Supplier;

/** Opens and closes the store, and lists the services that the server deploys on it. */
public interface Backend {

    /** Backend factory. Never blocks. May be called again after it failed with an {@code UnavailableException}. */
    interface Opening {
        Future<Backend> open(Vertx vertx, ServiceBus bus, Settings settings);
    }

    /** @param verticle called once for each instance */
    record Service(String name, int instances, Supplier<? extends Deployable> verticle) {}

    /**
     * Creates missing tables and makes the slow first calls, before anything is served. May be called again after it
     * failed with an {@code UnavailableException}.
     */
    Future<Void> prepare();

    /** Services in start order; they are stopped in reverse order. */
    List<Service> services();

    /** Succeeds if the store answers, grants every required right, and its clock is near this machine's. */
    Future<Void> ready();

    /** Called last. */
    Future<Void> close();
}
