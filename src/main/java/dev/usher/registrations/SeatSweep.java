package dev.usher.registrations;

import dev.usher.async.AsyncLoop;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.LapseSeat;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.registrations.store.UnconfirmedSeat;
import dev.usher.service.Deadline;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the work that no request causes: seats that an event owes since a process died before it promoted, and seats
 * that were not confirmed in time. Any number of replicas may sweep at the same time: the ledger decides each seat
 * anew.
 */
public final class SeatSweep {
    private static final Logger LOG = LoggerFactory.getLogger(SeatSweep.class);
    /** Number of seats that lapse at once: few, because requests wait behind them in the queue of their event. */
    private static final int LAPSES = 200;

    /** Limit of the rounds of one sweep, each of which reads further into the index. */
    private static final int MAX_ROUNDS = 20;

    private static final long LAPSE_MILLIS = 10_000;

    private final LedgerStore store;
    private final SeatLedger seats;

    public SeatSweep(LedgerStore store, SeatLedger seats) {
        this.store = store;
        this.seats = seats;
    }

    /** Completes when the owed seats were handed to their ledgers and the seats that are due have lapsed. */
    public Future<Void> run() {
        var handed = store.eventsOwingSeats().onSuccess(owing -> owing.forEach(seats::handOn));
        return Future.join(handed, AsyncLoop.walk(round(1, new HashSet<>()))).mapEmpty();
    }

    /**
     * Tries each seat once, because the index may still show seats that have lapsed, and because one event whose seats
     * cannot lapse must not keep the sweep from the other events. The next sweep tries the rest again.
     */
    private AsyncLoop round(int number, Set<UnconfirmedSeat> tried) {
        return () -> store.unconfirmed(Instant.now(), number * LAPSES).compose(due -> {
            var untried = due.stream().filter(tried::add).toList();
            return untried.isEmpty() || number > MAX_ROUNDS
                    ? Future.succeededFuture()
                    : Future.join(untried.stream().map(this::lapse).toList()).map(done -> round(number + 1, tried));
        });
    }

    private Future<?> lapse(UnconfirmedSeat seat) {
        var lapse = new LapseSeat(seat.eventId(), seat.userId(), seat.confirmBy(), Deadline.inMillis(LAPSE_MILLIS));
        return seats.submit(lapse).otherwise(failure -> {
            LOG.warn("a seat did not lapse: event={}", seat.eventId(), failure);
            return null;
        });
    }
}
