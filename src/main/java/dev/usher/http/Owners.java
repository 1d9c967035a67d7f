package dev.usher.http;

import dev.usher.access.Scope;
import dev.usher.bus.Bus;
import dev.usher.bus.Outcome;
import dev.usher.events.Event;
import dev.usher.events.FindEvent;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Finds out whether a caller runs the event that a request names. Reads the event only for who makes events; whose it
 * is never changes. Belongs to one event loop.
 */
final class Owners {
    private final Bus bus;

    Owners(Bus bus) {
        this.bus = bus;
    }

    /**
     * Goes on with what was found out; or answers why it was not, as the operation itself would.
     *
     * @param then given whether the caller runs the event
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
