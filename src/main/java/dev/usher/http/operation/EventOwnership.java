package dev.usher.http.operation;

import dev.usher.authz.Scope;
import dev.usher.bus.ServiceBus;
import dev.usher.events.Event;
import dev.usher.events.GetEvent;
import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Response;
import dev.usher.service.Outcome;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Resolves whether a caller runs the event that a request names, as its owner or as an admin. Reads the event only for
 * callers that may create events. Belongs to one event loop.
 */
public final class EventOwnership {
    private final ServiceBus bus;

    public EventOwnership(ServiceBus bus) {
        this.bus = bus;
    }

    /**
     * Calls the function with the result, or answers as the operation itself would when the event cannot be read.
     *
     * @param then called with whether the caller runs the event
     */
    Future<? extends Response> look(ValidatedRequest request, Function<Boolean, Future<? extends Response>> then) {
        var caller = request.caller();
        if (caller.has(Scope.ADMIN) || !caller.has(Scope.EVENTS)) {
            return then.apply(caller.has(Scope.ADMIN));
        }
        return bus.ask(new GetEvent(request.text("eventId")), request.deadline())
                .compose((Outcome<Event> outcome) -> outcome.<Future<? extends Response>>fold(
                                event -> then.apply(caller.runs(event.owner())),
                                refused -> Future.succeededFuture(JsonResponse.refused(refused)))
                        .map(Function.<Response>identity()));
    }
}
