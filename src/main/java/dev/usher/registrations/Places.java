package dev.usher.registrations;

import dev.usher.bus.UnavailableException;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** Finds positions in a waitlist, which are derived and never stored. */
final class Places {
    /** A row that does not fit the line is a commit half seen, for as long as a commit takes. */
    private static final int LOOKS = 20;

    private final LedgerStore ledger;
    private final WaitlistCounter counter;

    Places(LedgerStore ledger, RegistrationStore registrations) {
        this.ledger = ledger;
        this.counter = new WaitlistCounter(ledger, registrations);
    }

    /**
     * A row that was found, with its place as it is now.
     *
     * @return empty when the row is gone meanwhile; fails with an {@code UnavailableException} when the row and the
     *     line never fit together
     */
    Future<Optional<Standing>> of(Registration found) {
        return of(found, LOOKS);
    }

    private Future<Optional<Standing>> of(Registration found, int looks) {
        if (!found.waits()) {
            return Future.succeededFuture(Optional.of(Standing.found(found)));
        }
        return ledger.event(found.eventId()).compose(event -> {
            return event.isPresent() && event.get().counts().lineFloor() < found.ticket()
                    ? counter.of(event.get())
                            .compose(counted -> counted.waits(found.ticket())
                                    ? Future.succeededFuture(
                                            Optional.of(new Standing(found, counted.waitingUpTo(found.ticket()))))
                                    : again(found, looks - 1))
                    : again(found, looks - 1);
        });
    }

    /** The waitlist has moved past the ticket: the row says promoted by now, or is gone. */
    private Future<Optional<Standing>> again(Registration found, int looks) {
        if (looks == 0) {
            return Future.failedFuture(new UnavailableException("the row and the line do not fit", null));
        }
        return ledger.rows(found.eventId(), Set.of(found.userId())).compose(rows -> rows.get(found.userId())
                .map(row -> of(row, looks))
                .orElse(Future.succeededFuture(Optional.empty())));
    }
}
