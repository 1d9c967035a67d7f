package dev.usher.bench.direct;

import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.Unregistered;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** One cancellation the direct way: deletes the row and promotes the head of the waitlist in one transaction. */
final class DirectUnregister {
    private final DirectStore store;
    private final DirectWrites writes;
    private final Patience patience;
    private final Unregister request;

    DirectUnregister(DirectStore store, DirectWrites writes, Patience patience, Unregister request) {
        this.store = store;
        this.writes = writes;
        this.patience = patience;
        this.request = request;
    }

    Future<Outcome<Unregistered>> begin() {
        return patience.now(this::look);
    }

    private Future<Outcome<Unregistered>> look() {
        return store.eventAndRow(request.eventId(), request.userId()).compose(read -> {
            if (read.event().isEmpty()) {
                return Future.succeededFuture(Outcome.refused(RefusalReason.EVENT_NOT_FOUND));
            }
            return read.row()
                    .map(row -> decide(read.event().get(), row))
                    .orElseGet(() -> Future.succeededFuture(Outcome.refused(RefusalReason.REGISTRATION_NOT_FOUND)));
        });
    }

    private Future<Outcome<Unregistered>> decide(Event event, Registration row) {
        if (row.waits()) {
            return row.ticket() <= event.counts().lineFloor() || event.counts().waitlistCount() == 0
                    ? patience.pause(this::look)
                    : commit(writes.leaveWaitlist(row), null, false);
        }
        if (event.counts().waitlistCount() == 0) {
            return commit(writes.giveSeatBack(row), null, false);
        }
        return store.head(request.eventId(), event.counts().lineFloor())
                .compose(head -> head.isEmpty()
                        ? patience.pause(this::look)
                        : commit(
                                writes.handSeatOn(event, row, head.get(), Timestamp.now()),
                                head.get().userId(),
                                true));
    }

    /** @param racing as in {@link DirectRegister} */
    private Future<Outcome<Unregistered>> commit(TransactWriteItemsRequest turn, String promoted, boolean racing) {
        return store.commit(turn).compose(attempt -> switch (attempt.kind()) {
            case DONE ->
                Future.succeededFuture(Outcome.done(new Unregistered(request.eventId(), request.userId(), promoted)));
            case REFUTED, ROW_REFUTED -> patience.pause(this::look);
            case BUSY -> patience.pause(racing ? this::look : () -> commit(turn, promoted, false));
            case UNKNOWN -> patience.pause(() -> commit(turn, promoted, false));
        });
    }
}
