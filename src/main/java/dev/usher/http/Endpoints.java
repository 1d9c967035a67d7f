package dev.usher.http;

import dev.usher.access.Caller;
import dev.usher.access.Scope;
import dev.usher.bus.Bus;
import dev.usher.bus.Creation;
import dev.usher.bus.Deadline;
import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.bus.Request;
import dev.usher.contract.Operation;
import dev.usher.contract.Place;
import dev.usher.events.CreateEvent;
import dev.usher.events.Event;
import dev.usher.events.FindEvent;
import dev.usher.events.ListEvents;
import dev.usher.registrations.Cancel;
import dev.usher.registrations.FindRegistration;
import dev.usher.registrations.ListRegistrations;
import dev.usher.registrations.ListUserEvents;
import dev.usher.registrations.Register;
import dev.usher.registrations.Registration;
import dev.usher.registrations.Resize;
import dev.usher.registrations.Standing;
import dev.usher.registrations.Unregister;
import dev.usher.registrations.WaitlistCursor;
import dev.usher.users.CreateUser;
import dev.usher.users.FindUser;
import dev.usher.users.User;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.Function;

/**
 * Maps each operation to requests to the services, and their outcomes to responses. Belongs to one event loop; a
 * response completes on the context of the call.
 */
final class Endpoints {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final Place NO_USER = Place.body("/userId", "is required when the server requires no token");
    private static final Place NOT_THIS_LINES =
            new Place(Place.In.QUERY, "cursor", "is not a cursor of a list with this status");

    private final Bus bus;
    private final EventStreams streams;
    private final Owners owners;

    Endpoints(Bus bus, EventStreams streams, Owners owners) {
        this.bus = bus;
        this.streams = streams;
        this.owners = owners;
    }

    /** Function that answers the requests of one operation. */
    interface Endpoint extends Function<ValidRequest, Future<? extends Reply>> {}

    Endpoint of(Operation operation) {
        return switch (operation) {
            case GET_ME -> this::getMe;
            case CREATE_USER -> this::createUser;
            case GET_USER -> this::getUser;
            case LIST_USER_EVENTS -> this::listUserEvents;
            case CREATE_EVENT -> this::createEvent;
            case GET_EVENT -> this::getEvent;
            case LIST_EVENTS -> this::listEvents;
            case UPDATE_EVENT -> this::updateEvent;
            case CANCEL_EVENT -> this::cancelEvent;
            case WATCH_EVENT -> this::watchEvent;
            case LIST_REGISTRATIONS -> this::listRegistrations;
            case GET_REGISTRATION -> this::getRegistration;
            case REGISTER -> this::register;
            case UNREGISTER -> this::unregister;
        };
    }

    private Future<Answer> getMe(ValidRequest request) {
        var caller = request.caller();
        if (caller.userId().isEmpty()) {
            return Future.succeededFuture(Answer.ok(Representations.caller(caller, false)));
        }
        return bus.ask(new FindUser(caller.userId().get()), request.deadline())
                .map((Outcome<User> outcome) -> outcome.fold(
                        user -> Answer.ok(Representations.caller(caller, true)),
                        refused -> refused.reason() == Reason.USER_NOT_FOUND
                                ? Answer.ok(Representations.caller(caller, false))
                                : Answer.refused(refused)));
    }

    private Future<Answer> createUser(ValidRequest request) {
        var body = request.body();
        var create = new CreateUser(
                request.about().orElseGet(() -> request.newId("userId")), body.getString("name"), request.key());
        return ask(
                create,
                request.deadline(),
                made -> Answer.created(
                        made.repeated(),
                        Representations.user(made.row()),
                        "users/" + made.row().userId()));
    }

    private Future<Answer> getUser(ValidRequest request) {
        var find = new FindUser(request.text("userId"));
        return ask(find, request.deadline(), user -> Answer.ok(Representations.user(user)));
    }

    private Future<Answer> listUserEvents(ValidRequest request) {
        var status = request.text("status");
        var list = new ListUserEvents(
                request.text("userId"),
                status == null ? null : Registration.Status.of(status),
                request.number("limit"),
                request.text("cursor"));
        return ask(list, request.deadline(), page -> Answer.ok(Representations.userEvents(page)));
    }

    private Future<Answer> createEvent(ValidRequest request) {
        var body = request.body();
        var create = new CreateEvent(
                request.newId("eventId"),
                EventBody.terms(body),
                request.key(),
                request.caller().userId().orElse(null));
        return ask(create, request.deadline(), made -> Answer.created(
                        made.repeated(),
                        Representations.event(made.row(), true),
                        "events/" + made.row().eventId())
                .tagged(ETag.of(made.row(), true)));
    }

    private Future<Answer> getEvent(ValidRequest request) {
        var find = new FindEvent(request.text("eventId"));
        var known = request.text("If-None-Match");
        return ask(find, request.deadline(), event -> {
            var tag = ETag.of(event, request.caller().runs(event.owner()));
            return ETag.matches(known, tag) ? Answer.notModified().tagged(tag) : shown(request, event);
        });
    }

    private Future<? extends Reply> watchEvent(ValidRequest request) {
        boolean paged = Accept.prefersJson(request.http());
        if (!paged && request.http().method() == HttpMethod.HEAD) {
            return bus.ask(new FindEvent(request.text("eventId")), request.deadline())
                    .map((Outcome<Event> outcome) ->
                            outcome.<Reply>fold(event -> EventStream.HEADERS, Answer::refused));
        }
        return owners.look(request, runs -> paged ? streams.page(request, runs) : streams.open(request, runs));
    }

    private Future<Answer> updateEvent(ValidRequest request) {
        var resize = new Resize(
                request.text("eventId"),
                EventBody.amendment(request.body()),
                ETag.condition(request.text("If-Match")),
                request.deadline());
        return ask(resize, request.deadline(), event -> shown(request, event));
    }

    private Future<Answer> cancelEvent(ValidRequest request) {
        var cancel = new Cancel(request.text("eventId"), ETag.condition(request.text("If-Match")), request.deadline());
        return ask(cancel, request.deadline(), event -> shown(request, event));
    }

    private static Answer shown(ValidRequest request, Event event) {
        boolean whole = request.caller().runs(event.owner());
        return Answer.ok(Representations.event(event, whole)).tagged(ETag.of(event, whole));
    }

    private Future<Answer> listEvents(ValidRequest request) {
        var list = new ListEvents(request.number("limit"), request.text("cursor"));
        return ask(
                list,
                request.deadline(),
                page -> Answer.ok(
                        Representations.events(page, event -> request.caller().runs(event.owner()))));
    }

    private Future<Answer> register(ValidRequest request) {
        var user = request.about();
        if (user.isEmpty()) {
            return Future.succeededFuture(Answer.problem(Problem.invalid(List.of(NO_USER))));
        }
        var register = new Register(
                request.text("eventId"),
                user.get(),
                request.text(IDEMPOTENCY_KEY),
                by(request, user.get()),
                request.deadline());
        return bus.ask(register, request.deadline())
                .compose((Outcome<Standing> outcome) -> outcome.fold(
                                standing -> false,
                                refused -> refused.reason() == Reason.USER_NOT_FOUND
                                        && request.body().getString("userId") == null)
                        ? registerNewUser(register, request.caller())
                        : Future.succeededFuture(outcome))
                .map((Outcome<Standing> outcome) ->
                        outcome.fold(standing -> Answer.ok(Representations.registration(standing)), Answer::refused));
    }

    /** Creates the caller's own user first. A user that was created in the meantime is equally valid. */
    private Future<Outcome<Standing>> registerNewUser(Register register, Caller caller) {
        var create = new CreateUser(register.userId(), caller.name().orElse(register.userId()), null);
        return bus.ask(create, register.deadline())
                .compose((Outcome<Creation<User>> outcome) -> outcome.fold(
                        made -> bus.ask(register, register.deadline()),
                        refused -> refused.reason() == Reason.USER_EXISTS
                                ? bus.ask(register, register.deadline())
                                : Future.succeededFuture(Outcome.refused(refused.reason()))));
    }

    /** Names the promoted user only to callers that may see the roster. */
    private Future<? extends Reply> unregister(ValidRequest request) {
        var userId = request.text("userId");
        var unregister = new Unregister(request.text("eventId"), userId, by(request, userId), request.deadline());
        return owners.look(
                request,
                runs -> ask(
                        unregister, request.deadline(), left -> Answer.ok(Representations.unregistered(left, runs))));
    }

    /** Returns the caller's user, or null where the request concerns that user. */
    private static String by(ValidRequest request, String userId) {
        return request.caller()
                .userId()
                .filter(caller -> !caller.equals(userId))
                .orElse(null);
    }

    private Future<Answer> listRegistrations(ValidRequest request) {
        var status = Registration.Status.of(request.text("status"));
        var after = request.text("cursor");
        if (status == Registration.Status.WAITLISTED
                && after != null
                && WaitlistCursor.of(after).isEmpty()) {
            return Future.succeededFuture(Answer.problem(Problem.invalid(List.of(NOT_THIS_LINES))));
        }
        var list = new ListRegistrations(request.text("eventId"), status, request.number("limit"), after);
        return ask(list, request.deadline(), page -> Answer.ok(Representations.registrations(page)));
    }

    /** Hides which users exist from callers that may see the event's registrations but not the user. */
    private Future<Answer> getRegistration(ValidRequest request) {
        var find = new FindRegistration(request.text("eventId"), request.text("userId"));
        boolean maySeeUser = request.caller().has(Scope.ADMIN)
                || request.about().equals(request.caller().userId());
        return bus.ask(find, request.deadline())
                .map((Outcome<Standing> outcome) -> outcome.fold(
                        standing -> Answer.ok(Representations.registration(standing)),
                        refused -> refused.reason() == Reason.USER_NOT_FOUND && !maySeeUser
                                ? Answer.problem(ProblemType.REGISTRATION_NOT_FOUND)
                                : Answer.refused(refused)));
    }

    private <A> Future<Answer> ask(Request<A> request, Deadline deadline, Function<A, Answer> show) {
        return bus.ask(request, deadline).map((Outcome<A> outcome) -> outcome.fold(show, Answer::refused));
    }
}
