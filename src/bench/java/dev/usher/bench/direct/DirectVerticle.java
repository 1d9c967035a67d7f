package dev.usher.bench.direct;

import dev.usher.bus.ServiceBus;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Unregister;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Handles register and unregister requests, each by itself. */
final class DirectVerticle extends VerticleBase {
    private final ServiceBus bus;
    private final DirectLedger ledger;

    DirectVerticle(ServiceBus bus, DirectLedger ledger) {
        this.bus = bus;
        this.ledger = ledger;
    }

    @Override
    public Future<?> start() {
        return Future.all(bus.serve(Register.class, ledger::register), bus.serve(Unregister.class, ledger::unregister));
    }
}
