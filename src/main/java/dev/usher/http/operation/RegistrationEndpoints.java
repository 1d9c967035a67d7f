package dev.usher.http.operation;

import dev.usher.authz.Caller;
import dev.usher.authz.Scope;
import dev.usher.bus.ServiceBus;
import dev.usher.contract.ValidationError;
import dev.usher.http.access.RateLimitHandler;
import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.request.AcceptHeader;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Problem;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.ResourceJson;
import dev.usher.http.response.Response;
import dev.usher.http.roster.RosterDownloads;
import dev.usher.registrations.GetRegistration;
import dev.usher.registrations.ListRegistrations;
import dev.usher.registrations.RegisterUsers;
import dev.usher.registrations.WaitlistCursor;
import dev.usher.registrations.model.ConfirmSeat;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.Unregister;
import dev.usher.service.CreateResult;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.users.CreateUser;
import dev.usher.users.User;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Answers the requests about registrations. Belongs to one event loop. */
final class RegistrationEndpoints {
    private static final long COLLECT_MILLIS = 1_000;
    private static final ValidationError NO_USER =
            ValidationError.body("/userId", "is required when the server requires no token");
    private static final ValidationError NOT_A_WAITLIST_CURSOR =
            new ValidationError(ValidationError.In.QUERY, "cursor", "is not a cursor of a list with this status");

    private final ServiceBus bus;
    private final RosterDownloads downloads;
    private final EventOwnership owners;
    private final Optional<RateLimitHandler> limit;

    RegistrationEndpoints(
            ServiceBus bus, RosterDownloads downloads, EventOwnership owners, Optional<RateLimitHandler> limit) {
        this.bus = bus;
        this.downloads = downloads;
        this.owners = owners;
        this.limit = limit;
    }

    Future<? extends Response> listRegistrations(ValidatedRequest request) {
        if (AcceptHeader.prefers(request.http(), AcceptHeader.CSV, AcceptHeader.JSON)) {
            return downloads.open(request);
        }
        var status = Registration.Status.of(request.text("status"));
        var after = request.text("cursor");
        if (status == Registration.Status.WAITLISTED
                && after != null
                && WaitlistCursor.of(after).isEmpty()) {
            return Future.succeededFuture(JsonResponse.problem(Problem.invalid(List.of(NOT_A_WAITLIST_CURSOR))));
        }
        var list = new ListRegistrations(request.text("eventId"), status, request.number("limit"), after);
        return Endpoints.ask(bus, list, request.deadline(), page -> JsonResponse.ok(ResourceJson.registrations(page)));
    }

    /** Hides which users exist from callers that may see the event's registrations but not the user. */
    Future<JsonResponse> getRegistration(ValidatedRequest request) {
        var find = new GetRegistration(request.text("eventId"), request.text("userId"));
        boolean maySeeUser = request.caller().has(Scope.ADMIN)
                || request.subjectUserId().equals(request.caller().userId());
        return bus.ask(find, request.deadline())
                .map((Outcome<RegistrationView> outcome) -> outcome.fold(
                        view -> JsonResponse.ok(ResourceJson.registration(view)),
                        refused -> refused.reason() == RefusalReason.USER_NOT_FOUND && !maySeeUser
                                ? JsonResponse.problem(ProblemType.REGISTRATION_NOT_FOUND)
                                : JsonResponse.refused(refused)));
    }

    Future<JsonResponse> register(ValidatedRequest request) {
        var user = request.subjectUserId();
        if (user.isEmpty()) {
            return Future.succeededFuture(JsonResponse.problem(Problem.invalid(List.of(NO_USER))));
        }
        var register = registration(request, user.get());
        return bus.ask(register, request.deadline())
                .compose((Outcome<RegistrationView> outcome) -> outcome.fold(
                                view -> false,
                                refused -> refused.reason() == RefusalReason.USER_NOT_FOUND
                                        && request.body().getString("userId") == null)
                        ? registerNewUser(register, request.caller())
                        : Future.succeededFuture(outcome))
                .map((Outcome<RegistrationView> outcome) ->
                        outcome.fold(view -> JsonResponse.ok(ResourceJson.registration(view)), JsonResponse::refused));
    }

    private static Register registration(ValidatedRequest request, String userId) {
        return new Register(
                request.text("eventId"),
                userId,
                request.text(Endpoints.IDEMPOTENCY_KEY),
                Endpoints.by(request, userId),
                request.deadline());
    }

    /** Waits for the results a little longer than for those of the users, which are complete at the deadline. */
    Future<? extends Response> registerUsers(ValidatedRequest request) {
        var users = request.body().getJsonArray("userIds").stream()
                .map(userId -> registration(request, (String) userId))
                .toList();
        var refusal = limit.flatMap(on -> on.takeRest(request, users.size() - 1));
        if (refusal.isPresent()) {
            return Future.succeededFuture(refusal.get());
        }
        var collected = Deadline.inMillis(request.deadline().remainingMillis() + COLLECT_MILLIS);
        return Endpoints.ask(
                bus,
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
    Future<? extends Response> unregister(ValidatedRequest request) {
        var userId = request.text("userId");
        var unregister =
                new Unregister(request.text("eventId"), userId, Endpoints.by(request, userId), request.deadline());
        return owners.look(
                request,
                runs -> Endpoints.ask(
                        bus,
                        unregister,
                        request.deadline(),
                        left -> JsonResponse.ok(ResourceJson.unregistered(left, runs))));
    }

    Future<JsonResponse> inviteGuest(ValidatedRequest request) {
        var userId = request.body().getString("userId");
        var invite = new InviteGuest(
                request.text("eventId"),
                userId,
                request.text(Endpoints.IDEMPOTENCY_KEY),
                Endpoints.by(request, userId),
                request.deadline());
        return Endpoints.ask(bus, invite, request.deadline(), seat -> JsonResponse.ok(ResourceJson.registration(seat)));
    }

    Future<JsonResponse> confirmSeat(ValidatedRequest request) {
        var userId = request.text("userId");
        var confirm =
                new ConfirmSeat(request.text("eventId"), userId, Endpoints.by(request, userId), request.deadline());
        return Endpoints.ask(
                bus, confirm, request.deadline(), seat -> JsonResponse.ok(ResourceJson.registration(seat)));
    }
}
