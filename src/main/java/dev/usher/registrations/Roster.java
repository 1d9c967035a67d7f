package dev.usher.registrations;

import dev.usher.bus.Outcome;
import dev.usher.bus.Page;
import dev.usher.bus.Reason;
import dev.usher.events.Event;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Queries of an event's seats and waitlist, read strongly consistently. Stateless: callable from any context. */
public final class Roster {
    private final LedgerStore ledger;
    private final RegistrationStore registrations;
    private final Function<String, Future<Boolean>> userExists;
    private final WaitlistPositions positions;

    /** @param userExists whether a user exists */
    public Roster(LedgerStore ledger, RegistrationStore registrations, Function<String, Future<Boolean>> userExists) {
        this.ledger = ledger;
        this.registrations = registrations;
        this.userExists = userExists;
        this.positions = new WaitlistPositions(ledger, registrations);
    }

    Future<Outcome<Standing>> find(FindRegistration request) {
        return ledger.rows(request.eventId(), Set.of(request.userId()))
                .compose(rows -> rows.get(request.userId()).map(positions::of).orElse(nobody()))
                .compose(standing -> standing.isPresent()
                        ? Future.succeededFuture(Outcome.done(standing.get()))
                        : missing(request).map(Outcome::refused));
    }

    private static Future<Optional<Standing>> nobody() {
        return Future.succeededFuture(Optional.empty());
    }

    private Future<Reason> missing(FindRegistration request) {
        return ledger.event(request.eventId())
                .compose(event -> event.isEmpty()
                        ? Future.succeededFuture(Reason.EVENT_NOT_FOUND)
                        : userExists
                                .apply(request.userId())
                                .map(exists -> exists ? Reason.REGISTRATION_NOT_FOUND : Reason.USER_NOT_FOUND));
    }

    Future<Outcome<Page<Standing>>> list(ListRegistrations request) {
        return ledger.event(request.eventId())
                .compose(event -> event.isEmpty()
                        ? Future.succeededFuture(Outcome.refused(Reason.EVENT_NOT_FOUND))
                        : page(request, event.get()).map(Outcome::done));
    }

    private Future<Page<Standing>> page(ListRegistrations request, Event event) {
        return switch (request.status()) {
            case REGISTERED ->
                registrations
                        .seated(request.eventId(), request.limit(), request.after())
                        .map(page -> new Page<>(
                                page.items().stream().map(Standing::found).toList(), page.next()));
            case WAITLISTED -> positions.page(event, cursor(request), request.limit());
        };
    }

    private static WaitlistCursor cursor(ListRegistrations request) {
        return Optional.ofNullable(request.after()).flatMap(WaitlistCursor::of).orElse(WaitlistCursor.START);
    }
}
