package dev.usher.http.operation;

import dev.usher.authz.Caller;
import dev.usher.authz.Scope;
import dev.usher.bus.ServiceBus;
import dev.usher.contract.Operation;
import dev.usher.contract.ValidationError;
import dev.usher.events.CreateEvent;
import dev.usher.events.Event;
import dev.usher.events.GetEvent;
import dev.usher.events.ListEvents;
import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.request.AcceptHeader;
import dev.usher.http.response.ETag;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Problem;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.ResourceJson;
import dev.usher.http.response.Response;
import dev.usher.http.roster.RosterDownloads;
import dev.usher.http.sse.SseSubscriber;
import dev.usher.http.sse.SseSubscribers;
import dev.usher.registrations.GetRegistration;
import dev.usher.registrations.ListRegistrations;
import dev.usher.registrations.ListUserEvents;
import dev.usher.registrations.RegisterUsers;
import dev.usher.registrations.WaitlistCursor;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.ConfirmSeat;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.CreateResult;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Request;
import dev.usher.users.CreateUser;
import dev.usher.users.EraseUser;
import dev.usher.users.GetUser;
import dev.usher.users.UpdateUser;
import dev.usher.users.User;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.Function;

/**
 * Maps each operation to requests to the services, and their outcomes to responses. Belongs to one event loop; a
 * response completes on the context of the call.
 */
public final class Endpoints {
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final long COLLECT_MILLIS = 1_000;
    private static final ValidationError NO_USER =
            ValidationError.body("/userId", "is required when the server requires no token");
    private static final ValidationError NOT_THIS_LINES =
            new ValidationError(ValidationError.In.QUERY, "cursor", "is not a cursor of a list with this status");

    private final ServiceBus bus;
    private final SseSubscribers streams;
    private final RosterDownloads downloads;
    private final EventOwnership owners;

    public Endpoints(ServiceBus bus, SseSubscribers streams, RosterDownloads downloads, EventOwnership owners) {
        this.bus = bus;
        this.streams = streams;
        this.downloads = downloads;
        this.owners = owners;
    }

    /** Function that answers the requests of one operation. */
    interface Endpoint extends Function<ValidatedRequest, Future<? extends Response>> {}

    public Endpoint of(Operation operation) {
        return switch (operation) {
            case GET_ME -> this::getMe;
            case CREATE_USER -> this::createUser;
            case GET_USER -> this::getUser;
            case UPDATE_USER -> this::updateUser;
            case ERASE_USER -> this::eraseUser;
            case LIST_USER_EVENTS -> this::listUserEvents;
            case CREATE_EVENT -> this::createEvent;
            case GET_EVENT -> this::getEvent;
            case LIST_EVENTS -> this::listEvents;
            case UPDATE_EVENT -> this::updateEvent;
            case CANCEL_EVENT -> this::cancelEvent;
            case WATCH_EVENT -> this::watchEvent;
            case LIST_REGISTRATIONS -> this::listRegistrations;
            case GET_REGISTRATION -> this::getRegistration;
            case REGISTER_USERS -> this::registerUsers;
            case REGISTER -> this::register;
            case UNREGISTER -> this::unregister;
            case INVITE_GUEST -> this::inviteGuest;
            case CONFIRM_SEAT -> this::confirmSeat;
        };
    }

    private Future<JsonResponse> getMe(ValidatedRequest request) {
        var caller = request.caller();
        if (caller.userId().isEmpty()) {
            return Future.succeededFuture(JsonResponse.ok(ResourceJson.caller(caller, false)));
        }
        return bus.ask(new GetUser(caller.userId().get()), request.deadline())
                .map((Outcome<User> outcome) -> outcome.fold(
                        user -> JsonResponse.ok(ResourceJson.caller(caller, true)),
                        refused -> refused.reason() == RefusalReason.USER_NOT_FOUND
                                ? JsonResponse.ok(ResourceJson.caller(caller, false))
                                : JsonResponse.refused(refused)));
    }

    private Future<JsonResponse> createUser(ValidatedRequest request) {
        var body = request.body();
        var create = new CreateUser(
                request.subjectUserId().orElseGet(() -> request.newId("userId")),
                body.getString("name"),
                request.key());
        return ask(
                create,
                request.deadline(),
                made -> JsonResponse.created(
                        made.repeated(),
                        ResourceJson.user(made.row()),
                        "users/" + made.row().userId()));
    }

    private Future<JsonResponse> getUser(ValidatedRequest request) {
        var find = new GetUser(request.text("userId"));
        return ask(find, request.deadline(), user -> JsonResponse.ok(ResourceJson.user(user)));
    }

    private Future<JsonResponse> updateUser(ValidatedRequest request) {
        var update = new UpdateUser(request.text("userId"), request.body().getString("name"));
        return ask(update, request.deadline(), user -> JsonResponse.ok(ResourceJson.user(user)));
    }

    private Future<JsonResponse> eraseUser(ValidatedRequest request) {
        var userId = request.text("userId");
        var erase = new EraseUser(userId, by(request, userId));
        return ask(
                erase,
                request.deadline(),
                erasure -> JsonResponse.accepted(erasure.complete(), ResourceJson.erasure(erasure)));
    }

    private Future<JsonResponse> listUserEvents(ValidatedRequest request) {
        var status = request.text("status");
        var list = new ListUserEvents(
                request.text("userId"),
                status == null ? null : Registration.Status.of(status),
                request.number("limit"),
                request.text("cursor"));
        return ask(list, request.deadline(), page -> JsonResponse.ok(ResourceJson.userEvents(page)));
    }

    private Future<JsonResponse> createEvent(ValidatedRequest request) {
        var body = request.body();
        var create = new CreateEvent(
                request.newId("eventId"),
                EventRequestMapper.terms(body),
                request.key(),
                request.caller().userId().orElse(null));
        return ask(create, request.deadline(), made -> JsonResponse.created(
                        made.repeated(),
                        ResourceJson.event(made.row(), true),
                        "events/" + made.row().eventId())
                .tagged(ETag.of(made.row(), true)));
    }

    private Future<JsonResponse> getEvent(ValidatedRequest request) {
        var find = new GetEvent(request.text("eventId"));
        var known = request.text("If-None-Match");
        return ask(find, request.deadline(), event -> {
            var tag = ETag.of(event, request.caller().runs(event.owner()));
            return ETag.matches(known, tag) ? JsonResponse.notModified().tagged(tag) : shown(request, event);
        });
    }

    private Future<? extends Response> watchEvent(ValidatedRequest request) {
        boolean paged = AcceptHeader.prefers(request.http(), AcceptHeader.JSON, AcceptHeader.EVENT_STREAM);
        if (!paged && request.http().method() == HttpMethod.HEAD) {
            return bus.ask(new GetEvent(request.text("eventId")), request.deadline())
                    .map((Outcome<Event> outcome) ->
                            outcome.<Response>fold(event -> SseSubscriber.HEADERS, JsonResponse::refused));
        }
        return paged ? streams.page(request) : streams.open(request);
    }

    private Future<JsonResponse> updateEvent(ValidatedRequest request) {
        var resize = new UpdateEvent(
                request.text("eventId"),
                EventRequestMapper.amendment(request.body()),
                request.body().getString("owner"),
                request.caller().userId().orElse(null),
                ETag.condition(request.text("If-Match")),
                request.deadline());
        return ask(resize, request.deadline(), event -> shown(request, event));
    }

    private Future<JsonResponse> cancelEvent(ValidatedRequest request) {
        var cancel = new CancelEvent(
                request.text("eventId"),
                request.caller().userId().orElse(null),
                ETag.condition(request.text("If-Match")),
                request.deadline());
        return ask(cancel, request.deadline(), event -> shown(request, event));
    }

    private static JsonResponse shown(ValidatedRequest request, Event event) {
        boolean whole = request.caller().runs(event.owner());
        return JsonResponse.ok(ResourceJson.event(event, whole)).tagged(ETag.of(event, whole));
    }

    private Future<JsonResponse> listEvents(ValidatedRequest request) {
        var list = new ListEvents(request.number("limit"), request.text("cursor"));
        return ask(
                list,
                request.deadline(),
                page -> JsonResponse.ok(
                        ResourceJson.events(page, event -> request.caller().runs(event.owner()))));
    }

    private Future<JsonResponse> register(ValidatedRequest request) {
        var user = request.subjectUserId();
        if (user.isEmpty()) {
            return Future.succeededFuture(JsonResponse.problem(Problem.invalid(List.of(NO_USER))));
        }
        var register = registration(request, user.get());
        return bus.ask(register, request.deadline())
                .compose((Outcome<RegistrationView> outcome) -> outcome.fold(
                                standing -> false,
                                refused -> refused.reason() == RefusalReason.USER_NOT_FOUND
                                        && request.body().getString("userId") == null)
                        ? registerNewUser(register, request.caller())
                        : Future.succeededFuture(outcome))
                .map((Outcome<RegistrationView> outcome) -> outcome.fold(
                        standing -> JsonResponse.ok(ResourceJson.registration(standing)), JsonResponse::refused));
    }

    private static Register registration(ValidatedRequest request, String userId) {
        return new Register(
                request.text("eventId"),
                userId,
                request.text(IDEMPOTENCY_KEY),
                by(request, userId),
                request.deadline());
    }

    /** Waits for the results a little longer than for those of the users, which are complete at the deadline. */
    private Future<JsonResponse> registerUsers(ValidatedRequest request) {
        var users = request.body().getJsonArray("userIds").stream()
                .map(userId -> registration(request, (String) userId))
                .toList();
        var collected = Deadline.inMillis(request.deadline().remainingMillis() + COLLECT_MILLIS);
        return ask(
                new RegisterUsers(request.text("eventId"), users, request.deadline()),
                collected,
                results -> JsonResponse.ok(ResourceJson.registered(results)));
    }

    /** Creates the caller's own user first. A user that was created in the meantime is equally valid. */
    private Future<Outcome<RegistrationView>> registerNewUser(Register register, Caller caller) {
        var create = new CreateUser(register.userId(), caller.name().orElse(register.userId()), null);
        return bus.ask(create, register.deadline())
                .compose((Outcome<CreateResult<User>> outcome) -> outcome.fold(
                        made -> bus.ask(register, register.deadline()),
                        refused -> refused.reason() == RefusalReason.USER_EXISTS
                                ? bus.ask(register, register.deadline())
                                : Future.succeededFuture(Outcome.refused(refused.reason()))));
    }

    /** Names the promoted user only to callers that may see the roster. */
    private Future<? extends Response> unregister(ValidatedRequest request) {
        var userId = request.text("userId");
        var unregister = new Unregister(request.text("eventId"), userId, by(request, userId), request.deadline());
        return owners.look(
                request,
                runs -> ask(
                        unregister,
                        request.deadline(),
                        left -> JsonResponse.ok(ResourceJson.unregistered(left, runs))));
    }

    private Future<JsonResponse> inviteGuest(ValidatedRequest request) {
        var userId = request.body().getString("userId");
        var invite = new InviteGuest(
                request.text("eventId"),
                userId,
                request.text(IDEMPOTENCY_KEY),
                by(request, userId),
                request.deadline());
        return ask(invite, request.deadline(), seat -> JsonResponse.ok(ResourceJson.registration(seat)));
    }

    private Future<JsonResponse> confirmSeat(ValidatedRequest request) {
        var userId = request.text("userId");
        var confirm = new ConfirmSeat(request.text("eventId"), userId, by(request, userId), request.deadline());
        return ask(confirm, request.deadline(), seat -> JsonResponse.ok(ResourceJson.registration(seat)));
    }

    /** Returns the caller's user, or null where the request concerns that user. */
    private static String by(ValidatedRequest request, String userId) {
        return request.caller()
                .userId()
                .filter(caller -> !caller.equals(userId))
                .orElse(null);
    }

    private Future<? extends Response> listRegistrations(ValidatedRequest request) {
        if (AcceptHeader.prefers(request.http(), AcceptHeader.CSV, AcceptHeader.JSON)) {
            return downloads.open(request);
        }
        var status = Registration.Status.of(request.text("status"));
        var after = request.text("cursor");
        if (status == Registration.Status.WAITLISTED
                && after != null
                && WaitlistCursor.of(after).isEmpty()) {
            return Future.succeededFuture(JsonResponse.problem(Problem.invalid(List.of(NOT_THIS_LINES))));
        }
        var list = new ListRegistrations(request.text("eventId"), status, request.number("limit"), after);
        return ask(list, request.deadline(), page -> JsonResponse.ok(ResourceJson.registrations(page)));
    }

    /** Hides which users exist from callers that may see the event's registrations but not the user. */
    private Future<JsonResponse> getRegistration(ValidatedRequest request) {
        var find = new GetRegistration(request.text("eventId"), request.text("userId"));
        boolean maySeeUser = request.caller().has(Scope.ADMIN)
                || request.subjectUserId().equals(request.caller().userId());
        return bus.ask(find, request.deadline())
                .map((Outcome<RegistrationView> outcome) -> outcome.fold(
                        standing -> JsonResponse.ok(ResourceJson.registration(standing)),
                        refused -> refused.reason() == RefusalReason.USER_NOT_FOUND && !maySeeUser
                                ? JsonResponse.problem(ProblemType.REGISTRATION_NOT_FOUND)
                                : JsonResponse.refused(refused)));
    }

    private <A> Future<JsonResponse> ask(Request<A> request, Deadline deadline, Function<A, JsonResponse> show) {
        return bus.ask(request, deadline).map((Outcome<A> outcome) -> outcome.fold(show, JsonResponse::refused));
    }
}
