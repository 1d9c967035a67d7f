package dev.usher.registrations;

import dev.usher.events.Event;
import dev.usher.events.EventStore;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.registrations.store.RegistrationStore;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import dev.usher.service.RefusalReason;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Registration service: the checks before the ledger, and the reads beside it. */
public final class RegistrationService {
    private final SeatLedger seats;
    private final LedgerStore ledger;
    private final RegistrationStore store;
    private final EventStore events;
    private final Function<String, Future<Boolean>> userExists;
    private final WaitlistPositions positions;

    /** @param userExists whether a user exists; users are never deleted, so true may be cached */
    public RegistrationService(
            SeatLedger seats,
            LedgerStore ledger,
            RegistrationStore store,
            EventStore events,
            Function<String, Future<Boolean>> userExists) {
        this.seats = seats;
        this.ledger = ledger;
        this.store = store;
        this.events = events;
        this.userExists = userExists;
        this.positions = new WaitlistPositions(ledger, store);
    }

    Future<Outcome<RegistrationView>> register(Register request) {
        var origin = seats.origin();
        return userExists
                .apply(request.userId())
                .compose(exists -> exists
                        ? seats.submit(request, origin).compose(outcome -> placed(request, outcome))
                        : unknownUser(request.eventId()));
    }

    /**
     * Adds the position to a registration that was found waiting. If the registration has ended meanwhile, or the user
     * has a new one, the request is decided again: the key of an ended registration proves nothing about the next one.
     */
    private Future<Outcome<RegistrationView>> placed(Register request, Outcome<RegistrationView> outcome) {
        return outcome.fold(
                standing ->
                        standing.placed() ? Future.succeededFuture(outcome) : place(request, standing, Outcome::done),
                refused -> refused.standing() instanceof RegistrationView standing && !standing.placed()
                        ? place(request, standing, placed -> Outcome.refused(refused.reason(), placed))
                        : Future.succeededFuture(outcome));
    }

    private Future<Outcome<RegistrationView>> place(
            Register request, RegistrationView found, Function<RegistrationView, Outcome<RegistrationView>> answer) {
        return positions.of(found.registration()).compose(now -> now.filter(
                        standing -> isSame(found.registration(), standing.registration()))
                .map(standing -> Future.succeededFuture(answer.apply(standing)))
                .orElseGet(() -> register(request)));
    }

    private static boolean isSame(Registration waiting, Registration now) {
        return waiting.ticket().equals(now.ticket());
    }

    /**
     * Submits a command about the registration of an existing user. A user that does not exist never registered; for
     * all others the ledger decides.
     */
    <A> Future<Outcome<A>> submit(LedgerCommand<A> command) {
        var origin = seats.origin();
        return userExists
                .apply(command.userId())
                .compose(exists -> exists ? seats.submit(command, origin) : unknownUser(command.eventId()));
    }

    private <A> Future<Outcome<A>> unknownUser(String eventId) {
        return ledger.event(eventId)
                .map(event -> Outcome.refused(
                        event.isPresent() ? RefusalReason.USER_NOT_FOUND : RefusalReason.EVENT_NOT_FOUND));
    }

    Future<Outcome<Page<UserRegistration>>> ofUser(ListUserEvents request) {
        return userExists
                .apply(request.userId())
                .compose(exists -> exists
                        ? store.ofUser(request.userId(), request.status(), request.limit(), request.after())
                                .compose(rows -> withEvents(request, rows))
                                .map(Outcome::done)
                        : Future.succeededFuture(Outcome.refused(RefusalReason.USER_NOT_FOUND)));
    }

    private Future<Page<UserRegistration>> withEvents(ListUserEvents request, Page<Registration> page) {
        var ids = page.items().stream().map(Registration::eventId).collect(Collectors.toSet());
        var found = ids.isEmpty() ? Future.succeededFuture(Map.<String, Optional<Event>>of()) : events.find(ids);
        return found.compose(byId -> {
            var lines = page.items().stream()
                    .flatMap(row -> byId.getOrDefault(row.eventId(), Optional.empty()).stream()
                            .map(event -> line(row, event)))
                    .toList();
            return Future.all(new ArrayList<>(lines))
                    .map(all -> new Page<>(standing(request, all.list()), page.next()));
        });
    }

    private Future<UserRegistration> line(Registration row, Event event) {
        return positions.of(row).map(now -> now.map(standing -> new UserRegistration(event, standing))
                .orElse(null));
    }

    /** Filters by the rows themselves, since the index may lag. */
    private static List<UserRegistration> standing(ListUserEvents request, List<UserRegistration> lines) {
        return lines.stream()
                .filter(Objects::nonNull)
                .filter(line -> request.status() == null
                        || line.standing().registration().status() == request.status())
                .toList();
    }
}
