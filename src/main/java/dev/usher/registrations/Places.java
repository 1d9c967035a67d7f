package dev.usher.registrations;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** Counts places in line, which are derived and never stored. */
final class Places {
    private final LedgerStore ledger;
    private final RegistrationStore registrations;

    Places(LedgerStore ledger, RegistrationStore registrations) {
        this.ledger = ledger;
        this.registrations = registrations;
    }

    /**
     * A row that was found, with its place as it is now.
     *
     * @return empty when the row is gone meanwhile
     */
    Future<Optional<Standing>> of(Registration found) {
        if (!found.waits()) {
            return Future.succeededFuture(Optional.of(Standing.found(found)));
        }
        return ledger.event(found.eventId()).compose(event -> {
            if (event.isPresent() && event.get().counts().lineFloor() < found.ticket()) {
                return registrations
                        .position(event.get(), found.ticket())
                        .map(position -> Optional.of(new Standing(found, position)));
            }
            return again(found);
        });
    }

    /** The line has moved past the ticket: the row says promoted by now, or is gone. */
    private Future<Optional<Standing>> again(Registration found) {
        return ledger.rows(found.eventId(), Set.of(found.userId()))
                .compose(rows ->
                        rows.get(found.userId()).map(this::of).orElse(Future.succeededFuture(Optional.empty())));
    }
}
