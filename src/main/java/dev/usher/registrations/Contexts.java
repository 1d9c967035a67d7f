package dev.usher.registrations;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** From one context to another, without a detour for who is there already. */
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
