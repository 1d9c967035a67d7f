package dev.usher.registrations;

import dev.usher.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Answers requests to register and unregister, and queries of registrations and rosters. */
public final class RegistrationVerticle extends VerticleBase {
    private final Bus bus;
    private final Registrations registrations;
    private final Roster roster;

    public RegistrationVerticle(Bus bus, Registrations registrations, Roster roster) {
        this.bus = bus;
        this.registrations = registrations;
        this.roster = roster;
    }

    @Override
    public Future<?> start() {
        return Future.all(
                bus.serve(Register.class, registrations::register),
                bus.serve(ListUserEvents.class, registrations::ofUser),
                bus.serve(FindRegistration.class, roster::find),
                bus.serve(ListRegistrations.class, roster::list));
    }
}
