package dev.usher.registrations;

import dev.usher.bus.Outcome;
import dev.usher.bus.Page;
import dev.usher.bus.Reason;
import dev.usher.events.Event;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who has a seat at an event and who waits, read strongly consistently. Stateless: any context may call it. */
public final class Roster {
    private final LedgerStore ledger;
    private final RegistrationStore registrations;
    private final Function<String, Future<Boolean>> userExists;
    private final Places places;

    /** @param userExists whether a user exists */
    public Roster(LedgerStore ledger, RegistrationStore registrations, Function<String, Future<Boolean>> userExists) {
        this.ledger = ledger;
        this.registrations = registrations;
        this.userExists = userExists;
        this.places = new Places(ledger, registrations);
    }

    Future<Outcome<Standing>> find(FindRegistration request) {
        return ledger.rows(request.eventId(), Set.of(request.userId()))
                .compose(rows -> rows.get(request.userId()).map(places::of).orElse(nobody()))
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
            case WAITLISTED -> line(request, event);
        };
    }

    /** Goes on behind the ticket that the page before ended with, or at the head if the line has moved past it. */
    private Future<Page<Standing>> line(ListRegistrations request, Event event) {
        long floor = event.counts().lineFloor();
        long from = request.after() == null ? floor : Math.max(floor, Long.parseLong(request.after()));
        return ledger.line(request.eventId(), from, request.limit() + 1).compose(line -> {
            var waiting = line.places().stream().filter(place -> !place.left()).toList();
            var shown = waiting.subList(0, Math.min(request.limit(), waiting.size()));
            boolean more = waiting.size() > shown.size() || !line.complete();
            var next = more && !shown.isEmpty()
                    ? Long.toString(shown.get(shown.size() - 1).ticket())
                    : null;
            return standings(event, shown).map(standings -> new Page<>(standings, next));
        });
    }

    /**
     * Whoever is promoted or has left since the line was read is left out; the others keep the places of that moment.
     */
    private Future<List<Standing>> standings(Event event, List<Line.Place> shown) {
        if (shown.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var users = shown.stream().map(Line.Place::userId).collect(Collectors.toSet());
        var rows = ledger.rows(event.eventId(), users);
        var first = registrations.position(event, shown.get(0).ticket());
        return Future.all(rows, first).map(read -> numbered(shown, rows.result(), first.result()));
    }

    private static List<Standing> numbered(
            List<Line.Place> shown, Map<String, Optional<Registration>> rows, int first) {
        var standings = new ArrayList<Standing>(shown.size());
        for (int i = 0; i < shown.size(); i++) {
            var place = shown.get(i);
            int position = first + i;
            rows.get(place.userId())
                    .filter(row -> row.waits() && row.ticket() == place.ticket())
                    .ifPresent(row -> standings.add(new Standing(row, position)));
        }
        return standings;
    }
}
