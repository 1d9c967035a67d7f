package dev.usher.oidc;

import dev.usher.access.Caller;
import dev.usher.access.Scope;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What a token says that is known to be the issuer's. Stateless. */
final class Claims {
    /** As long as OpenID Connect lets a subject be. */
    private static final int LONGEST_SUBJECT = 255;

    private static final long LAST_SECOND = TimeUnit.MILLISECONDS.toSeconds(Long.MAX_VALUE) - 1_000;

    private Claims() {}

    /**
     * Empty unless it says who it is of and when it ends, which the library does not ask for.
     *
     * @param skewSeconds for how long a token counts on by clocks that differ
     */
    static Optional<Caller> caller(JsonObject claims, int skewSeconds) {
        var subject = claims.getValue("sub") instanceof String text ? text : "";
        var expires = claims.getValue("exp") instanceof Number seconds ? seconds.longValue() : 0;
        if (subject.isEmpty() || subject.length() > LONGEST_SUBJECT || expires <= 0 || expires > LAST_SECOND) {
            return Optional.empty();
        }
        var scope = claims.getValue("scope") instanceof String text ? text : "";
        var scopes = Collections.list(new StringTokenizer(scope, " ")).stream()
                .flatMap(name -> Scope.of((String) name).stream())
                .collect(Collectors.toSet());
        return Optional.of(new Caller(Optional.of(subject), scopes, TimeUnit.SECONDS.toMillis(expires + skewSeconds)));
    }
}
