package dev.usher.registrations;

import dev.usher.events.Event;
import dev.usher.events.EventStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the counters of one event with its rows, and says so when they differ; it never mends anything. A difference
 * counts only if the event stands at the same version before and after, and is seen again after a pause: what is read
 * in many parts is no snapshot. Stateless.
 */
final class SelfCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);
    private static final int LOOKS = 3;
    private static final long PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final EventStore events;
    private final RegistrationStore registrations;
    private final int mostRows;

    /** @param mostRows an event with more is not counted to the end */
    SelfCheck(Vertx vertx, EventStore events, RegistrationStore registrations, int mostRows) {
        this.vertx = vertx;
        this.events = events;
        this.registrations = registrations;
        this.mostRows = mostRows;
    }

    Future<Drift> of(String eventId) {
        return look(eventId, Drift.MOVING, LOOKS);
    }

    private Future<Drift> look(String eventId, Drift before, int looks) {
        return looks == 0
                ? Future.succeededFuture(before)
                : look(eventId)
                        .compose(drift -> drift == Drift.FOUND || drift == Drift.MOVING
                                ? vertx.timer(PAUSE_MILLIS).compose(paused -> look(eventId, drift, looks - 1))
                                : Future.succeededFuture(drift));
    }

    private Future<Drift> look(String eventId) {
        return event(eventId)
                .compose(before -> registrations.tally(eventId, mostRows).compose(tally -> event(eventId)
                        .map(after -> drift(before, after, tally))));
    }

    private Future<Event> event(String eventId) {
        return events.find(Set.of(eventId)).map(found -> found.get(eventId));
    }

    private static Drift drift(Event before, Event after, Tally tally) {
        if (!tally.complete()) {
            return Drift.TOO_LARGE;
        }
        if (before == null || after == null || before.version() != after.version()) {
            return Drift.MOVING;
        }
        var counts = after.counts();
        if (counts.currentRegistrations() == tally.registered() && counts.waitlistCount() == tally.waitlisted()) {
            return Drift.NONE;
        }
        LOG.warn(
                "event={} version={} counts registered={} waitlisted={} has rows registered={} waitlisted={}",
                after.eventId(),
                after.version(),
                counts.currentRegistrations(),
                counts.waitlistCount(),
                tally.registered(),
                tally.waitlisted());
        return Drift.FOUND;
    }
}
