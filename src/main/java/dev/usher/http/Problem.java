package dev.usher.http;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.contract.Place;
import dev.usher.events.Event;
import dev.usher.registrations.Standing;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * One answer that says what went wrong.
 *
 * @param detail what can be said of this occurrence
 * @param places what is wrong with the request, or empty
 * @param standing the registration that stands in the way, or null
 * @param event the representation of the event that the caller has to go on with, or null
 */
record Problem(ProblemType type, String detail, List<Place> places, Standing standing, Buffer event) {
    private static final Place CLOSES_TOO_EARLY =
            Place.body("/registrationClosesAt", "must be later than registrationOpensAt");

    static Problem of(ProblemType type) {
        return of(type, type.detail());
    }

    static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), null, null);
    }

    /** @param whole also whose the event is */
    static Problem changesGone(Event event, boolean whole) {
        var type = ProblemType.CHANGES_GONE;
        return new Problem(type, type.detail(), List.of(), null, Representations.event(event, whole));
    }

    static Problem invalid(List<Place> places) {
        return of(ProblemType.INVALID_REQUEST, places, null);
    }

    static Problem of(Outcome.Refused<?> refused) {
        var standing = refused.standing() instanceof Standing found ? found : null;
        var places = refused.reason() == Reason.CLOSES_BEFORE_IT_OPENS ? List.of(CLOSES_TOO_EARLY) : List.<Place>of();
        return of(ProblemType.of(refused.reason()), places, standing);
    }

    private static Problem of(ProblemType type, List<Place> places, Standing standing) {
        return new Problem(type, type.detail(), places, standing, null);
    }
}
