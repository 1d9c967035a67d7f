package dev.usher.registrations;

import dev.usher.async.PeriodicVerticle;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.store.LedgerStore;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets seats lapse that were not confirmed in time. Many seats, or slow ones, do not delay the search for owed seats.
 */
public final class LapseVerticle extends PeriodicVerticle {
    private static final Logger LOG = LoggerFactory.getLogger(LapseVerticle.class);

    private final SeatSweep sweep;

    /** @param sweepMillis average interval between sweeps */
    public LapseVerticle(LedgerStore store, SeatLedger seats, long sweepMillis) {
        super(sweepMillis);
        this.sweep = new SeatSweep(store, seats);
    }

    @Override
    public Future<?> start() {
        runNow();
        return Future.succeededFuture();
    }

    @Override
    protected Future<?> run() {
        return sweep.lapse()
                .onFailure(failure -> LOG.warn("the search for seats that lapse failed: {}", failure.getMessage()));
    }
}
