package dev.usher.http;

import dev.usher.access.Scope;
import dev.usher.bus.Bus;
import dev.usher.bus.Outcome;
import dev.usher.events.Event;
import dev.usher.events.FindEvent;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Resolves whether a caller runs the event that a request names, as its owner or as an admin. Reads the event only for
 * callers that may create events; the owner of an event never changes. Belongs to one event loop.
 */
final class Owners {
    private final Bus bus;

    Owners(Bus bus) {
        this.bus = bus;
    }

    /**
     * Calls the function with the result, or answers as the operation itself would when the event cannot be read.
     *
     * @param then called with whether the caller runs the event
     */
    Future<? extends Reply> look(ValidRequest request, Function<Boolean, Future<? extends Reply>> then) {
        var caller = request.caller();
        if (caller.has(Scope.ADMIN) || !caller.has(Scope.EVENTS)) {
            return then.apply(caller.has(Scope.ADMIN));
        }
        return bus.ask(new FindEvent(request.text("eventId")), request.deadline())
                .compose((Outcome<Event> outcome) -> outcome.<Future<? extends Reply>>fold(
                                event -> then.apply(caller.runs(event.owner())),
                                refused -> Future.succeededFuture(Answer.refused(refused)))
                        .map(Function.<Reply>identity()));
    }
}
