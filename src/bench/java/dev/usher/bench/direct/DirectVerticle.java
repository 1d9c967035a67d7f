package dev.usher.bench.direct;

import dev.usher.bus.Bus;
import dev.usher.registrations.Register;
import dev.usher.registrations.Unregister;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Handles register and unregister requests, each by itself. */
final class DirectVerticle extends VerticleBase {
    private final Bus bus;
    private final DirectLedger ledger;

    DirectVerticle(Bus bus, DirectLedger ledger) {
        this.bus = bus;
        this.ledger = ledger;
    }

    @Override
    public Future<?> start() {
        return Future.all(bus.serve(Register.class, ledger::register), bus.serve(Unregister.class, ledger::unregister));
    }
}
