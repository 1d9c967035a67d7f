package dev.usher.registrations;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Runs work on a Vert.x context, directly if the caller is already on it. */
final class Contexts {
    private Contexts() {}

    static void run(Context context, Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(v -> work.run());
        }
    }
}
