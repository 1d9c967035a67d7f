package dev.usher.registrations;

import dev.usher.registrations.ledger.AsyncLoop;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.LapseSeat;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.registrations.store.UnconfirmedSeat;
import dev.usher.service.Deadline;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Finds the work that no request causes: seats that an event owes since a process died before it promoted, and seats
 * that were not confirmed in time. Any number of replicas may sweep at the same time: the ledger decides each seat
 * anew.
 */
public final class SeatSweep {
    /** Number of seats that lapse at once: few, because requests wait behind them in the queue of their event. */
    private static final int LAPSES = 200;

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
        return Future.join(handed, AsyncLoop.walk(this::lapse)).mapEmpty();
    }

    /** Continues as long as seats lapse. A seat that is due and does not lapse now is left to the next sweep. */
    private Future<AsyncLoop> lapse() {
        return store.unconfirmed(Instant.now(), LAPSES)
                .compose(this::lapse)
                .map(lapsed -> lapsed > 0 ? this::lapse : null);
    }

    private Future<Long> lapse(List<UnconfirmedSeat> due) {
        var lapses = due.stream()
                .map(seat -> seats.submit(new LapseSeat(
                                seat.eventId(), seat.userId(), seat.confirmBy(), Deadline.inMillis(LAPSE_MILLIS)))
                        .map(outcome -> outcome.fold(lapsed -> true, refused -> false)))
                .toList();
        return Future.join(lapses)
                .map(all -> lapses.stream().filter(Future::result).count());
    }
}
