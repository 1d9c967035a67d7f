package dev.usher.registrations;

import dev.usher.bus.UnavailableException;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** Counts places in line, which are derived and never stored. */
final class Places {
    /** A row that does not fit the line is a commit half seen, for as long as a commit takes. */
    private static final int LOOKS = 20;

    private final LedgerStore ledger;
    private final RegistrationStore registrations;

    Places(LedgerStore ledger, RegistrationStore registrations) {
        this.ledger = ledger;
        this.registrations = registrations;
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
            if (event.isPresent() && event.get().counts().lineFloor() < found.ticket()) {
                return registrations
                        .position(event.get(), found.ticket())
                        .map(position -> Optional.of(new Standing(found, position)));
            }
            return looks > 1
                    ? again(found, looks - 1)
                    : Future.failedFuture(new UnavailableException("the row and the line do not fit", null));
        });
    }

    /** The line has moved past the ticket: the row says promoted by now, or is gone. */
    private Future<Optional<Standing>> again(Registration found, int looks) {
        return ledger.rows(found.eventId(), Set.of(found.userId())).compose(rows -> rows.get(found.userId())
                .map(row -> of(row, looks))
                .orElse(Future.succeededFuture(Optional.empty())));
    }
}
