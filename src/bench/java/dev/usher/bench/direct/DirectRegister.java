package dev.usher.bench.direct;

import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.Event;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * One registration the direct way: reads the event, takes a seat or joins the waitlist in one transaction, and retries
 * on failure.
 */
final class DirectRegister {
    private final DirectStore store;
    private final DirectWrites writes;
    private final Patience patience;
    private final Set<String> full;
    private final Register request;

    /** @param full events that had no seat and no room on the waitlist when last read */
    DirectRegister(DirectStore store, DirectWrites writes, Patience patience, Set<String> full, Register request) {
        this.store = store;
        this.writes = writes;
        this.patience = patience;
        this.full = full;
        this.request = request;
    }

    Future<Outcome<RegistrationView>> begin() {
        return patience.now(this::look);
    }

    private Future<Outcome<RegistrationView>> look() {
        return full.contains(request.eventId())
                ? lookAtBoth()
                : store.event(request.eventId())
                        .compose(event -> event.map(this::decide).orElseGet(DirectRegister::notFound));
    }

    /** A user with a row must not get the answer that the event is full. */
    private Future<Outcome<RegistrationView>> lookAtBoth() {
        return store.eventAndRow(request.eventId(), request.userId()).compose(read -> {
            if (read.event().isEmpty()) {
                return notFound();
            }
            if (read.row().isPresent()) {
                return stands(read.row().get());
            }
            var event = read.event().get();
            return hasRoom(event) ? decide(event) : Future.succeededFuture(Outcome.refused(RefusalReason.EVENT_FULL));
        });
    }

    private Future<Outcome<RegistrationView>> decide(Event event) {
        if (!hasRoom(event)) {
            full.add(event.eventId());
            return lookAtBoth();
        }
        full.remove(event.eventId());
        if (hasSeat(event)) {
            var row = row(Registration.Status.REGISTERED, null);
            return commit(writes.takeSeat(row), new RegistrationView(row, 0), false);
        }
        var row = row(Registration.Status.WAITLISTED, event.counts().lastTicket() + 1);
        var view = new RegistrationView(row, event.counts().waitlistCount() + 1);
        return commit(writes.joinWaitlist(event, row), view, true);
    }

    private static boolean hasRoom(Event event) {
        return event.hasWaitlist() || hasSeat(event);
    }

    private static boolean hasSeat(Event event) {
        return event.freeSeats() > 0 && event.counts().waitlistCount() == 0;
    }

    private static Future<Outcome<RegistrationView>> notFound() {
        return Future.succeededFuture(Outcome.refused(RefusalReason.EVENT_NOT_FOUND));
    }

    /**
     * @param racing whether the request fails once another writer has committed; after an unknown outcome it is sent
     *     again all the same, because it may have been what was committed
     */
    private Future<Outcome<RegistrationView>> commit(
            TransactWriteItemsRequest turn, RegistrationView view, boolean racing) {
        return store.commit(turn).compose(attempt -> switch (attempt.kind()) {
            case DONE -> Future.succeededFuture(Outcome.done(view));
            case REFUTED -> patience.pause(this::look);
            case ROW_REFUTED ->
                attempt.row() == null ? patience.pause(this::look) : stands(ItemMapper.registration(attempt.row()));
            case BUSY -> patience.pause(racing ? this::look : () -> commit(turn, view, false));
            case UNKNOWN -> patience.pause(() -> commit(turn, view, false));
        });
    }

    private Future<Outcome<RegistrationView>> stands(Registration row) {
        boolean repeated = request.requestKey() != null && request.requestKey().equals(row.requestKey());
        return position(row)
                .map(view -> repeated ? Outcome.done(view) : Outcome.refused(RefusalReason.ALREADY_REGISTERED, view));
    }

    /** Reads no position: what a repeated request answers is not part of the comparison. */
    private Future<RegistrationView> position(Registration row) {
        Function<Event, RegistrationView> view = event -> new RegistrationView(
                row, row.waits() ? (int) (row.ticket() - event.counts().lineFloor()) : 0);
        return store.event(request.eventId())
                .map(event -> event.map(view).orElseGet(() -> new RegistrationView(row, 0)));
    }

    private Registration row(Registration.Status status, Long ticket) {
        return new Registration(
                request.eventId(), request.userId(), status, Timestamp.now(), ticket, null, request.requestKey());
    }
}
