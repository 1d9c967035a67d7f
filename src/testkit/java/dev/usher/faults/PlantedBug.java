package dev.usher.faults;

import dev.usher.history.Action;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;

/** Defect of a rig from its start: none, except in tests of the checker itself. */
interface PlantedBug {
    PlantedBug NONE = new PlantedBug() {};

    /** Starts the proxy between the faults and the store, if any. */
    default Future<URI> before(Vertx vertx, URI store) {
        return Future.succeededFuture(store);
    }

    /** The answer that the client reads instead. */
    default Action heard(Action action) {
        return action;
    }
}
