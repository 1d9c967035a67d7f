package dev.usher;

import dev.usher.bus.Bus;
import dev.usher.config.Settings;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Supplier;

/** What stands behind the API: the services on the bus, and the store that they share. */
public interface Backend {

    /** Makes a backend. Does not block. May be called again after it failed with an {@code UnavailableException}. */
    interface Opening {
        Future<Backend> open(Vertx vertx, Bus bus, Settings settings);
    }

    /** @param verticle called once for each instance */
    record Service(String name, int instances, Supplier<? extends Deployable> verticle) {}

    /**
     * Creates what is missing, and pays for the first calls, before anything is served. May be called again after it
     * failed with an {@code UnavailableException}.
     */
    Future<Void> prepare();

    /** In the order of their start; they are stopped in the opposite one. */
    List<Service> services();

    /** Succeeds when the store answers now, nothing that it needs is denied, and its clock is near this machine's. */
    Future<Void> ready();

    /** Called last. */
    Future<Void> close();
}
