package dev.usher.http;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.contract.Place;
import dev.usher.events.Event;
import dev.usher.registrations.Standing;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Problem that a request is answered with.
 *
 * @param detail description of this occurrence
 * @param places errors in the request, or empty
 * @param standing existing registration that prevents the request, or null
 * @param event representation of the event from which the caller continues, or null
 * @param opensAt when registration opens, or null
 */
record Problem(ProblemType type, String detail, List<Place> places, Standing standing, Buffer event, Instant opensAt) {
    private static final Place CLOSES_TOO_EARLY =
            Place.body("/registrationClosesAt", "must be later than registrationOpensAt");
    private static final long A_SECOND = 1_000;
    private static final CharSequence ONE_SECOND = HttpHeaders.createOptimized("1");

    static Problem of(ProblemType type) {
        return of(type, type.detail());
    }

    static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), null, null, null);
    }

    /** @param whole whether the owner is included */
    static Problem changesGone(Event event, boolean whole) {
        var type = ProblemType.CHANGES_GONE;
        return new Problem(type, type.detail(), List.of(), null, Representations.event(event, whole), null);
    }

    static Problem invalid(List<Place> places) {
        var type = ProblemType.INVALID_REQUEST;
        return new Problem(type, type.detail(), places, null, null, null);
    }

    static Problem of(Outcome.Refused<?> refused) {
        var places = refused.reason() == Reason.CLOSES_BEFORE_IT_OPENS ? List.of(CLOSES_TOO_EARLY) : List.<Place>of();
        var type = ProblemType.of(refused.reason());
        return new Problem(
                type,
                type.detail(),
                places,
                refused.standing() instanceof Standing found ? found : null,
                null,
                refused.standing() instanceof Instant opensAt ? opensAt : null);
    }

    /** Returns the seconds after which the same request may succeed, rounded up; null where that is unknown. */
    CharSequence retryAfter() {
        if (opensAt != null) {
            long millis = Duration.between(Instant.now(), opensAt).toMillis();
            return Long.toString(Math.max(1, (millis + A_SECOND - 1) / A_SECOND));
        }
        return type == ProblemType.BUSY || type == ProblemType.TOO_MANY_REQUESTS ? ONE_SECOND : null;
    }
}
