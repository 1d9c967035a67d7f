package dev.usher.registrations.ledger;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Runs work on a Vert.x context, directly if the caller is already on it. */
final class ContextDispatch {
    private ContextDispatch() {}

    static void run(Context context, Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(v -> work.run());
        }
    }
}
