package dev.usher.registrations;

import dev.usher.events.Event;
import dev.usher.events.EventStore;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.registrations.store.RegistrationStore;
import dev.usher.service.DeniedException;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import dev.usher.service.RefusalReason;
import dev.usher.service.UnavailableException;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registration service: the checks before the ledger, and the reads beside it. */
public final class RegistrationService {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationService.class);

    private final SeatLedger seats;
    private final LedgerStore ledger;
    private final RegistrationStore store;
    private final EventStore events;
    private final Function<String, Future<Boolean>> userExists;
    private final WaitlistPositions positions;

    /** @param userExists whether a user exists; true may be some seconds old */
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
        this.positions = new WaitlistPositions(ledger);
    }

    Future<Outcome<RegistrationView>> register(Register request) {
        return submit(request).compose(outcome -> withPosition(request, outcome));
    }

    /**
     * Adds the position to a registration that was found waiting. If the registration has ended meanwhile, or the user
     * has a new one, the request is decided again: the key of an ended registration proves nothing about the next one.
     */
    private Future<Outcome<RegistrationView>> withPosition(Register request, Outcome<RegistrationView> outcome) {
        return outcome.fold(
                view -> view.positionKnown()
                        ? Future.succeededFuture(outcome)
                        : withPosition(request, view, Outcome::done),
                refused -> refused.cause() instanceof RegistrationView existing && !existing.positionKnown()
                        ? withPosition(request, existing, known -> Outcome.refused(refused.reason(), known))
                        : Future.succeededFuture(outcome));
    }

    private Future<Outcome<RegistrationView>> withPosition(
            Register request, RegistrationView found, Function<RegistrationView, Outcome<RegistrationView>> answer) {
        return positions.of(found.registration()).compose(now -> now.filter(
                        view -> isSame(found.registration(), view.registration()))
                .map(view -> Future.succeededFuture(answer.apply(view)))
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
        return submitIfExists(command, command.userId());
    }

    /** Updates an event; a new owner must exist as a user. */
    Future<Outcome<Event>> update(UpdateEvent request) {
        return submitIfExists(request, request.owner());
    }

    /** @param userId the user who must exist, or null */
    private <A> Future<Outcome<A>> submitIfExists(LedgerCommand<A> command, String userId) {
        var origin = seats.origin();
        var exists = userId == null ? Future.succeededFuture(true) : userExists.apply(userId);
        return exists.compose(known -> known ? seats.submit(command, origin) : unknownUser(command.eventId()));
    }

    /** Queues the registrations of all existing users in their order, so that turns plan them in that order. */
    Future<Outcome<List<RegisterResult>>> registerAll(RegisterUsers request) {
        if (!seats.acceptsBatch(request.users().size())) {
            return Future.succeededFuture(Outcome.refused(RefusalReason.BUSY));
        }
        var origin = seats.origin();
        return ledger.event(request.eventId())
                .compose(event -> event.isEmpty()
                        ? Future.succeededFuture(Outcome.refused(RefusalReason.EVENT_NOT_FOUND))
                        : existing(request)
                                .compose(exist -> Future.join(submitted(request, exist, origin)))
                                .map(all -> collected(all.list())));
    }

    private Future<List<Boolean>> existing(RegisterUsers request) {
        return Future.all(request.users().stream()
                        .map(register -> userExists.apply(register.userId()))
                        .toList())
                .map(CompositeFuture::list);
    }

    private List<Future<RegisterResult>> submitted(RegisterUsers request, List<Boolean> exist, Object origin) {
        var results = new ArrayList<Future<RegisterResult>>();
        for (int i = 0; i < exist.size(); i++) {
            var register = request.users().get(i);
            var outcome = exist.get(i)
                    ? seats.submit(register, origin).compose(decided -> withPosition(register, decided))
                    : Future.succeededFuture(Outcome.<RegistrationView>refused(RefusalReason.USER_NOT_FOUND));
            long left = Math.max(1, request.deadline().remainingMillis());
            results.add(outcome.timeout(left, TimeUnit.MILLISECONDS)
                    .map(decided -> new RegisterResult(register.userId(), Optional.of(decided)))
                    .otherwise(failure -> new RegisterResult(register.userId(), unconfirmed(register, failure))));
        }
        return results;
    }

    /** Reports an unexpected error for its user alone: the results of the others are known. */
    private static Optional<Outcome<RegistrationView>> unconfirmed(Register register, Throwable failure) {
        if (failure instanceof UnavailableException || failure instanceof TimeoutException) {
            return Optional.of(Outcome.refused(RefusalReason.BUSY));
        }
        if (!(failure instanceof DeniedException)) {
            LOG.error("failed to register one of several users: event={}", register.eventId(), failure);
        }
        return Optional.empty();
    }

    private static Outcome<List<RegisterResult>> collected(List<RegisterResult> results) {
        if (results.stream().anyMatch(RegisterResult::isDecided)) {
            return Outcome.done(results);
        }
        if (results.stream().anyMatch(result -> result.outcome().isPresent())) {
            return Outcome.refused(RefusalReason.BUSY);
        }
        throw new IllegalStateException("none of the users could be registered");
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
        var found =
                ids.isEmpty() ? Future.succeededFuture(Map.<String, Optional<Event>>of()) : events.findSummaries(ids);
        return found.compose(byId -> {
            var registrations = page.items().stream()
                    .flatMap(row -> byId.getOrDefault(row.eventId(), Optional.empty()).stream()
                            .filter(request::lists)
                            .map(event -> userRegistration(row, event)))
                    .toList();
            return Future.all(new ArrayList<>(registrations))
                    .map(all -> new Page<>(withStatus(request, all.list()), page.next()));
        });
    }

    private Future<UserRegistration> userRegistration(Registration row, Event event) {
        return positions.of(row, event).map(now -> now.map(view -> new UserRegistration(event, view))
                .orElse(null));
    }

    /** Filters by the rows themselves, since the index may lag. */
    private static List<UserRegistration> withStatus(ListUserEvents request, List<UserRegistration> registrations) {
        return registrations.stream()
                .filter(Objects::nonNull)
                .filter(item ->
                        request.status() == null || item.view().registration().status() == request.status())
                .toList();
    }
}
