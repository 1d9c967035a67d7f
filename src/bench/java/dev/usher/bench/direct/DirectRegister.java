package dev.usher.bench.direct;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.bus.Timestamp;
import dev.usher.events.Event;
import dev.usher.registrations.Register;
import dev.usher.registrations.Registration;
import dev.usher.registrations.Standing;
import io.vertx.core.Future;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * One registration on its own way: read the event, take a seat or join the line in one transaction, again if in vain.
 */
final class DirectRegister {
    private final DirectStore store;
    private final DirectWrites writes;
    private final Patience patience;
    private final Register request;

    DirectRegister(DirectStore store, DirectWrites writes, Patience patience, Register request) {
        this.store = store;
        this.writes = writes;
        this.patience = patience;
        this.request = request;
    }

    Future<Outcome<Standing>> begin() {
        return patience.now(this::look);
    }

    private Future<Outcome<Standing>> look() {
        return store.event(request.eventId()).compose(found -> found.map(this::decide)
                .orElseGet(() -> Future.succeededFuture(Outcome.refused(Reason.EVENT_NOT_FOUND))));
    }

    private Future<Outcome<Standing>> decide(Event event) {
        if (event.freeSeats() > 0 && event.counts().waitlistCount() == 0) {
            var row = row(Registration.Status.REGISTERED, null);
            return commit(writes.takeSeat(row), new Standing(row, 0), false);
        }
        if (event.hasWaitlist()) {
            var row = row(Registration.Status.WAITLISTED, event.counts().lastTicket() + 1);
            var standing = new Standing(row, event.counts().waitlistCount() + 1);
            return commit(writes.joinLine(event, row), standing, true);
        }
        return store.eventAndRow(request.eventId(), request.userId()).compose(read -> read.row()
                .map(this::stands)
                .orElseGet(() -> Future.succeededFuture(Outcome.refused(Reason.EVENT_FULL))));
    }

    /**
     * @param racing whether the request is worthless once somebody else has committed; after an unknown outcome it is
     *     sent again all the same, because it may have been what was committed
     */
    private Future<Outcome<Standing>> commit(TransactWriteItemsRequest turn, Standing standing, boolean racing) {
        return store.commit(turn).compose(attempt -> switch (attempt.kind()) {
            case DONE -> Future.succeededFuture(Outcome.done(standing));
            case REFUTED -> patience.pause(this::look);
            case ROW_REFUTED ->
                attempt.row() == null ? patience.pause(this::look) : stands(DirectRows.registration(attempt.row()));
            case BUSY -> patience.pause(racing ? this::look : () -> commit(turn, standing, false));
            case UNKNOWN -> patience.pause(() -> commit(turn, standing, false));
        });
    }

    private Future<Outcome<Standing>> stands(Registration row) {
        boolean repeated = request.requestKey() != null && request.requestKey().equals(row.requestKey());
        return position(row)
                .map(standing ->
                        repeated ? Outcome.done(standing) : Outcome.refused(Reason.ALREADY_REGISTERED, standing));
    }

    /** Counts nothing: what a repeated request learns of its place is not part of the comparison. */
    private Future<Standing> position(Registration row) {
        Function<Event, Standing> place = event -> new Standing(
                row, row.waits() ? (int) (row.ticket() - event.counts().lineFloor()) : 0);
        return store.event(request.eventId()).map(event -> event.map(place).orElseGet(() -> new Standing(row, 0)));
    }

    private Registration row(Registration.Status status, Long ticket) {
        return new Registration(
                request.eventId(), request.userId(), status, Timestamp.now(), ticket, null, request.requestKey());
    }
}
