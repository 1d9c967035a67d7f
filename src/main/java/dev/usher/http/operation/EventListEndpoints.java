package dev.usher.http.operation;

import dev.usher.authz.Scope;
import dev.usher.bus.ServiceBus;
import dev.usher.contract.PageCursor;
import dev.usher.contract.ValidationError;
import dev.usher.events.Event;
import dev.usher.events.EventListCursor;
import dev.usher.events.ListEvents;
import dev.usher.http.access.AuthChallenge;
import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.calendar.EventCalendar;
import dev.usher.http.request.AcceptHeader;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Problem;
import dev.usher.http.response.ResourceJson;
import dev.usher.http.response.Response;
import dev.usher.registrations.ListUserEvents;
import dev.usher.registrations.UserRegistration;
import dev.usher.registrations.model.Registration;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Endpoints of the lists of events: of all events, and of those of a user. Belongs to one event loop. */
final class EventListEndpoints {
    private static final CharSequence LINK = HttpHeaders.createOptimized("link");
    private static final String ME = "me";
    private static final ValidationError NO_CALLER =
            new ValidationError(ValidationError.In.QUERY, "owner", "must be a user id: the caller is not a user");
    private static final ValidationError NOT_THIS_LISTS =
            new ValidationError(ValidationError.In.QUERY, "cursor", "is not a cursor of this list");
    private static final ValidationError ENDS_TOO_EARLY =
            new ValidationError(ValidationError.In.QUERY, "to", "must be later than from");

    private final ServiceBus bus;
    private final Function<Scope, String> scopeNames;

    EventListEndpoints(ServiceBus bus, Function<Scope, String> scopeNames) {
        this.bus = bus;
        this.scopeNames = scopeNames;
    }

    Future<? extends Response> events(ValidatedRequest request) {
        var from = request.moment("from");
        var to = request.moment("to");
        var cursor = request.text("cursor");
        var after = Optional.ofNullable(cursor).flatMap(EventListCursor::of);
        var caller = request.caller();
        boolean me = ME.equals(request.text("owner"));
        var self = caller.userId().orElse(null);
        var owner = me ? self : request.text("owner");
        var wrong = new ArrayList<ValidationError>();
        if (me && owner == null) {
            wrong.add(NO_CALLER);
        }
        if (cursor != null && after.isEmpty()) {
            wrong.add(NOT_THIS_LISTS);
        }
        if (from != null && to != null && !to.isAfter(from)) {
            wrong.add(ENDS_TOO_EARLY);
        }
        if (!wrong.isEmpty()) {
            return Future.succeededFuture(JsonResponse.problem(Problem.invalid(wrong)));
        }
        if (owner != null && !owner.equals(self) && !caller.has(Scope.ADMIN)) {
            var scope = scopeNames.apply(Scope.ADMIN);
            return Future.succeededFuture(AuthChallenge.forbidden(
                    scope,
                    "Callers may list their own events, with owner=me. Allowed callers for the events of another"
                            + " owner: an admin (scope " + scope + ")."));
        }
        var status = request.text("status");
        var list = new ListEvents(
                from,
                to,
                status == null ? null : Event.Status.of(status),
                owner,
                request.number("limit"),
                after.orElse(null));
        return bus.ask(list, request.deadline())
                .map((Outcome<Page<Event>> outcome) -> outcome.fold(
                        page -> JsonResponse.ok(ResourceJson.events(page, event -> caller.runs(event.owner()))),
                        JsonResponse::refused));
    }

    /** The pages of the calendar are linked by a header: its format has no place for a cursor. */
    Future<JsonResponse> userEvents(ValidatedRequest request) {
        var status = request.text("status");
        var list = new ListUserEvents(
                request.text("userId"),
                status == null ? null : Registration.Status.of(status),
                request.moment("from"),
                request.number("limit"),
                request.text("cursor"));
        boolean calendar = AcceptHeader.prefers(request.http(), AcceptHeader.CALENDAR, AcceptHeader.JSON);
        return bus.ask(list, request.deadline())
                .map((Outcome<Page<UserRegistration>> outcome) -> outcome.fold(
                        page -> calendar
                                ? calendar(request, list, page)
                                : JsonResponse.ok(ResourceJson.userEvents(page)),
                        JsonResponse::refused));
    }

    private static JsonResponse calendar(ValidatedRequest request, ListUserEvents list, Page<UserRegistration> page) {
        if (page.next() != null) {
            var query = new ArrayList<>(List.of("limit=" + list.limit(), "cursor=" + PageCursor.encode(page.next())));
            if (list.status() != null) {
                query.add("status=" + list.status().text());
            }
            if (list.from() != null) {
                query.add("from=" + list.from());
            }
            request.http().response().putHeader(LINK, "<?" + String.join("&", query) + ">; rel=\"next\"");
        }
        return JsonResponse.calendar(EventCalendar.of(page.items()));
    }
}
