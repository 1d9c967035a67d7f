package dev.usher.http.response;

import dev.usher.contract.ValidationError;
import dev.usher.events.Event;
import dev.usher.events.InvalidField;
import dev.usher.registrations.RegisterResult;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.service.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Problem that a request is answered with.
 *
 * @param detail description of this occurrence
 * @param errors the invalid parts of the request, or empty
 * @param view existing registration that prevents the request, or null
 * @param event representation of the event from which the caller continues, or null
 * @param opensAt when registration opens, or null
 */
public record Problem(
        ProblemType type,
        String detail,
        List<ValidationError> errors,
        RegistrationView view,
        Buffer event,
        Instant opensAt) {
    private static final long A_SECOND = 1_000;
    private static final CharSequence ONE_SECOND = HttpHeaders.createOptimized("1");

    public static Problem of(ProblemType type) {
        return of(type, type.detail());
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), null, null, null);
    }

    /** @param whole whether the owner is included */
    public static Problem changesGone(Event event, boolean whole) {
        var type = ProblemType.CHANGES_GONE;
        return new Problem(type, type.detail(), List.of(), null, ResourceJson.event(event, whole), null);
    }

    public static Problem invalid(List<ValidationError> errors) {
        var type = ProblemType.INVALID_REQUEST;
        return new Problem(type, type.detail(), errors, null, null, null);
    }

    public static Problem of(Outcome.Refused<?> refused) {
        var errors = refused.cause() instanceof InvalidField field
                ? List.of(ValidationError.body("/" + field.name(), field.message()))
                : List.<ValidationError>of();
        var type = ProblemType.of(refused.reason());
        return new Problem(
                type,
                type.detail(),
                errors,
                refused.cause() instanceof RegistrationView found ? found : null,
                null,
                refused.cause() instanceof Instant opensAt ? opensAt : null);
    }

    /** Returns the problem of a result that is no registration. */
    static Problem of(RegisterResult result) {
        return result.outcome().orElse(null) instanceof Outcome.Refused<RegistrationView> refused
                ? of(refused)
                : of(ProblemType.INTERNAL_ERROR);
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
