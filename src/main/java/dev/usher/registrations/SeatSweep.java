package dev.usher.registrations;

import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.LapseSeat;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.registrations.store.UnconfirmedSeat;
import dev.usher.service.Deadline;
import dev.usher.service.RefusalReason;
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

    private static final long LAPSE_MILLIS = 10_000;

    private final LedgerStore store;
    private final SeatLedger seats;

    public SeatSweep(LedgerStore store, SeatLedger seats) {
        this.store = store;
        this.seats = seats;
    }

    /** Completes when the owed seats were given to their ledgers. Does nothing, and fails, while the clock is wrong. */
    public Future<Void> handOn() {
        return store.eventsOwingSeats()
                .onSuccess(owing -> owing.forEach(seats::handOn))
                .mapEmpty();
    }

    /**
     * Completes when the seats that are due have lapsed, which may take as long as all their turns. Does nothing, and
     * fails, while the clock is wrong.
     */
    public Future<?> lapse() {
        var stuck = new HashSet<String>();
        return store.unconfirmed(
                Instant.now(),
                LAPSES,
                due -> Future.join(due.stream()
                        .filter(seat -> !stuck.contains(seat.eventId()))
                        .map(seat -> lapse(seat, stuck))
                        .toList()));
    }

    /**
     * @param stuck receives the event if its seats cannot lapse now: it must not keep the sweep from the other events,
     *     and the next sweep tries it again
     */
    private Future<Boolean> lapse(UnconfirmedSeat seat, Set<String> stuck) {
        var lapse = new LapseSeat(seat.eventId(), seat.userId(), seat.confirmBy(), Deadline.inMillis(LAPSE_MILLIS));
        return seats.submit(lapse)
                .map(outcome -> outcome.fold(
                        done -> false, refused -> refused.reason() != RefusalReason.REGISTRATION_NOT_FOUND))
                .otherwise(failure -> {
                    LOG.warn("a seat did not lapse: event={}", seat.eventId(), failure);
                    return true;
                })
                .onSuccess(isStuck -> {
                    if (isStuck) {
                        stuck.add(seat.eventId());
                    }
                });
    }
}
