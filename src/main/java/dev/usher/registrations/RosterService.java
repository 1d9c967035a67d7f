package dev.usher.registrations;

import dev.usher.events.Event;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.registrations.store.RegistrationStore;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import dev.usher.service.RefusalReason;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Queries of an event's seats and waitlist, read strongly consistently. Stateless: callable from any context. */
public final class RosterService {
    private final LedgerStore ledger;
    private final RegistrationStore registrations;
    private final Function<String, Future<Boolean>> userExists;
    private final Function<Set<String>, Future<Map<String, String>>> userNames;
    private final WaitlistPositions positions;

    /**
     * @param userExists whether a user exists
     * @param userNames reads the names of up to a hundred users; a user that has none is absent
     */
    public RosterService(
            LedgerStore ledger,
            RegistrationStore registrations,
            Function<String, Future<Boolean>> userExists,
            Function<Set<String>, Future<Map<String, String>>> userNames) {
        this.ledger = ledger;
        this.registrations = registrations;
        this.userExists = userExists;
        this.userNames = userNames;
        this.positions = new WaitlistPositions(ledger);
    }

    Future<Outcome<RegistrationView>> find(GetRegistration request) {
        return ledger.rows(request.eventId(), Set.of(request.userId()))
                .compose(rows -> rows.get(request.userId()).map(positions::of).orElse(absentId()))
                .compose(view -> view.isPresent()
                        ? Future.succeededFuture(Outcome.done(view.get()))
                        : missing(request).map(Outcome::refused));
    }

    private static Future<Optional<RegistrationView>> absentId() {
        return Future.succeededFuture(Optional.empty());
    }

    private Future<RefusalReason> missing(GetRegistration request) {
        return ledger.event(request.eventId())
                .compose(event -> event.isEmpty()
                        ? Future.succeededFuture(RefusalReason.EVENT_NOT_FOUND)
                        : userExists
                                .apply(request.userId())
                                .map(exists ->
                                        exists ? RefusalReason.REGISTRATION_NOT_FOUND : RefusalReason.USER_NOT_FOUND));
    }

    Future<Outcome<Page<RosterEntry>>> list(ListRegistrations request) {
        return ledger.event(request.eventId())
                .compose(event -> event.isEmpty()
                        ? Future.succeededFuture(Outcome.refused(RefusalReason.EVENT_NOT_FOUND))
                        : page(request, event.get()).compose(this::named).map(Outcome::done));
    }

    private Future<Page<RosterEntry>> named(Page<RegistrationView> page) {
        var ids =
                page.items().stream().map(view -> view.registration().userId()).collect(Collectors.toSet());
        var names = ids.isEmpty() ? Future.succeededFuture(Map.<String, String>of()) : userNames.apply(ids);
        return names.map(known -> page.map(
                view -> new RosterEntry(view, known.get(view.registration().userId()))));
    }

    private Future<Page<RegistrationView>> page(ListRegistrations request, Event event) {
        return switch (request.status()) {
            case REGISTERED ->
                registrations
                        .seated(request.eventId(), request.limit(), request.after())
                        .map(page -> page.map(RegistrationView::found));
            case WAITLISTED -> positions.page(event, cursor(request), request.limit());
        };
    }

    private static WaitlistCursor cursor(ListRegistrations request) {
        return Optional.ofNullable(request.after()).flatMap(WaitlistCursor::of).orElse(WaitlistCursor.START);
    }
}
