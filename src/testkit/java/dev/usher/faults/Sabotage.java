package dev.usher.faults;

import dev.usher.history.Action;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;

/** What is wrong with a rig from the start: nothing, but where the checker itself is tried. */
interface Sabotage {
    Sabotage NONE = new Sabotage() {};

    /** What stands between the faults and the store. */
    default Future<URI> before(Vertx vertx, URI store) {
        return Future.succeededFuture(store);
    }

    /** What the people hear instead. */
    default Action heard(Action action) {
        return action;
    }
}
