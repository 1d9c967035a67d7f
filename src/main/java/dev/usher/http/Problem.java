package dev.usher.http;

import dev.usher.bus.Outcome;
import dev.usher.registrations.Standing;
import java.util.List;

/**
 * One answer that says what went wrong.
 *
 * @param places what is wrong with the request, or empty
 * @param standing the registration that stands in the way, or null
 */
record Problem(ProblemType type, List<Place> places, Standing standing) {

    static Problem of(ProblemType type) {
        return new Problem(type, List.of(), null);
    }

    static Problem invalid(List<Place> places) {
        return new Problem(ProblemType.INVALID_REQUEST, places, null);
    }

    static Problem of(Outcome.Refused<?> refused) {
        var standing = refused.standing() instanceof Standing found ? found : null;
        return new Problem(ProblemType.of(refused.reason()), List.of(), standing);
    }
}
