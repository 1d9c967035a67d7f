package dev.usher.registrations;

import dev.usher.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Answers who wants a seat, and who asks what they have. */
public final class RegistrationVerticle extends VerticleBase {
    private final Bus bus;
    private final Registrations registrations;

    public RegistrationVerticle(Bus bus, Registrations registrations) {
        this.bus = bus;
        this.registrations = registrations;
    }

    @Override
    public Future<?> start() {
        return Future.all(
                bus.serve(Register.class, registrations::register),
                bus.serve(ListUserEvents.class, registrations::ofUser));
    }
}
