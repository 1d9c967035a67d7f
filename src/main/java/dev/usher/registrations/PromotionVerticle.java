package dev.usher.registrations;

import dev.usher.async.PeriodicVerticle;
import dev.usher.bus.ServiceBus;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.registrations.store.LedgerStore;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the requests that may free seats (unregister, update, cancel), and periodically looks for seats that are owed,
 * see {@link SeatSweep}. {@link dev.usher.registrations.plan.TurnPlanner} decides the promotions.
 */
public final class PromotionVerticle extends PeriodicVerticle {
    private static final Logger LOG = LoggerFactory.getLogger(PromotionVerticle.class);

    private final ServiceBus bus;
    private final RegistrationService registrations;
    private final SeatLedger seats;
    private final SeatSweep sweep;

    /** @param sweepMillis average interval between sweeps */
    public PromotionVerticle(
            ServiceBus bus, RegistrationService registrations, LedgerStore store, SeatLedger seats, long sweepMillis) {
        super(sweepMillis);
        this.bus = bus;
        this.registrations = registrations;
        this.seats = seats;
        this.sweep = new SeatSweep(store, seats);
    }

    @Override
    public Future<?> start() {
        return Future.all(
                        bus.serve(Unregister.class, registrations::submit),
                        bus.serve(UpdateEvent.class, registrations::update),
                        bus.serve(CancelEvent.class, seats::submit))
                .onSuccess(served -> runNow());
    }

    /** Completes when every change that the ledger took is answered. */
    @Override
    public Future<?> stop() {
        super.stop();
        return seats.close();
    }

    @Override
    protected Future<?> run() {
        return sweep.handOn()
                .onFailure(failure -> LOG.warn("the search for owed seats failed: {}", failure.getMessage()));
    }
}
