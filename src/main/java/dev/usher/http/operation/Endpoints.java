package dev.usher.http.operation;

import dev.usher.authz.Scope;
import dev.usher.bus.ServiceBus;
import dev.usher.contract.Operation;
import dev.usher.http.access.RateLimitHandler;
import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Response;
import dev.usher.http.roster.RosterDownloads;
import dev.usher.http.sse.SseSubscribers;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.Request;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/**
 * Maps each operation to requests to the services, and their outcomes to responses. Belongs to one event loop; a
 * response completes on the context of the call.
 */
public final class Endpoints {
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final UserEndpoints users;
    private final EventEndpoints events;
    private final RegistrationEndpoints registrations;
    private final EventListEndpoints lists;

    /**
     * @param scopeNames returns the name of a scope in tokens
     * @param limit for the parts of a batch
     */
    public Endpoints(
            ServiceBus bus,
            SseSubscribers streams,
            RosterDownloads downloads,
            EventOwnership owners,
            Function<Scope, String> scopeNames,
            Optional<RateLimitHandler> limit) {
        users = new UserEndpoints(bus);
        events = new EventEndpoints(bus, streams);
        registrations = new RegistrationEndpoints(bus, downloads, owners, limit);
        lists = new EventListEndpoints(bus, scopeNames);
    }

    /** Function that answers the requests of one operation. */
    interface Endpoint extends Function<ValidatedRequest, Future<? extends Response>> {}

    public Endpoint of(Operation operation) {
        return switch (operation) {
            case GET_ME -> users::getMe;
            case CREATE_USER -> users::createUser;
            case GET_USER -> users::getUser;
            case UPDATE_USER -> users::updateUser;
            case ERASE_USER -> users::eraseUser;
            case LIST_USER_EVENTS -> lists::userEvents;
            case CREATE_EVENT -> events::createEvent;
            case GET_EVENT -> events::getEvent;
            case LIST_EVENTS -> lists::events;
            case UPDATE_EVENT -> events::updateEvent;
            case CANCEL_EVENT -> events::cancelEvent;
            case WATCH_EVENT -> events::watchEvent;
            case LIST_REGISTRATIONS -> registrations::listRegistrations;
            case GET_REGISTRATION -> registrations::getRegistration;
            case REGISTER_USERS -> registrations::registerUsers;
            case REGISTER -> registrations::register;
            case UNREGISTER -> registrations::unregister;
            case INVITE_GUEST -> registrations::inviteGuest;
            case CONFIRM_SEAT -> registrations::confirmSeat;
        };
    }

    static <A> Future<JsonResponse> ask(
            ServiceBus bus, Request<A> request, Deadline deadline, Function<A, JsonResponse> show) {
        return bus.ask(request, deadline).map((Outcome<A> outcome) -> outcome.fold(show, JsonResponse::refused));
    }

    /** Returns the caller's user, or null where the request concerns that user. */
    static String by(ValidatedRequest request, String userId) {
        return request.caller()
                .userId()
                .filter(caller -> !caller.equals(userId))
                .orElse(null);
    }
}
