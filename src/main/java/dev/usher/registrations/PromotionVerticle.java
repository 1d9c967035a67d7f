package dev.usher.registrations;

import dev.usher.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands seats on: reacts to the unregister event, where the seat and its promotion are one turn, and to what the
 * organizer changes of an event, which may free many seats at once or none for good; and looks from time to time for
 * seats that are owed to people in line because a process died before it had handed them on.
 */
public final class PromotionVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(PromotionVerticle.class);

    private final Bus bus;
    private final Registrations registrations;
    private final LedgerStore store;
    private final SeatLedger seats;
    private final long sweepMillis;
    private long timer;
    private boolean stopped;

    /** @param sweepMillis how often owed seats are looked for, on average */
    public PromotionVerticle(
            Bus bus, Registrations registrations, LedgerStore store, SeatLedger seats, long sweepMillis) {
        this.bus = bus;
        this.registrations = registrations;
        this.store = store;
        this.seats = seats;
        this.sweepMillis = sweepMillis;
    }

    @Override
    public Future<?> start() {
        return Future.all(
                        bus.serve(Unregister.class, registrations::unregister),
                        bus.serve(Resize.class, seats::submit),
                        bus.serve(Cancel.class, seats::submit))
                .onSuccess(served -> sweep());
    }

    /** Completes when every change that the ledger took is answered. */
    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return seats.close();
    }

    private void sweep() {
        store.eventsOwingSeats()
                .onSuccess(owing -> owing.forEach(seats::handOn))
                .onFailure(failure -> LOG.warn("sweep failed: {}", failure.getMessage()))
                .onComplete(done -> sweepLater());
    }

    /** Half to one and a half intervals from now, so that nodes that started together do not stay together. */
    private void sweepLater() {
        if (!stopped) {
            long half = Math.max(1, sweepMillis / 2);
            timer = vertx.setTimer(half + ThreadLocalRandom.current().nextLong(2 * half), id -> sweep());
        }
    }
}
