package dev.usher.oidc;

import dev.usher.access.Caller;
import dev.usher.access.Scope;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The claims of an access token. Stateless. */
final class Claims {
    /** As long as OpenID Connect lets a subject be. */
    private static final int MAX_SUBJECT = 255;

    private static final long LAST_SECOND = TimeUnit.MILLISECONDS.toSeconds(Long.MAX_VALUE) - 1_000;

    /** Claims of other tokens that an issuer signs with the same keys: ID tokens and logout tokens. */
    private static final List<String> FOREIGN = List.of("nonce", "at_hash", "c_hash", "events");

    private Claims() {}

    /**
     * The caller of a token whose signature is valid. Empty unless it has a subject and an end, which the library does
     * not require, and is no token of another kind.
     *
     * @param skewSeconds for how long a token counts on by clocks that differ
     */
    static Optional<Caller> caller(JsonObject claims, int skewSeconds) {
        var subject = claims.getValue("sub") instanceof String text ? text : "";
        long expires = expires(claims);
        if (subject.isEmpty()
                || subject.length() > MAX_SUBJECT
                || expires <= 0
                || expires > LAST_SECOND
                || FOREIGN.stream().anyMatch(claims::containsKey)) {
            return Optional.empty();
        }
        var scope = claims.getValue("scope") instanceof String text ? text : "";
        var scopes = Collections.list(new StringTokenizer(scope, " ")).stream()
                .flatMap(name -> Scope.of((String) name).stream())
                .collect(Collectors.toSet());
        return Optional.of(new Caller(Optional.of(subject), scopes, TimeUnit.SECONDS.toMillis(expires + skewSeconds)));
    }

    /** Whether there is a caller, whose token has not ended. */
    static boolean isNow(JsonObject claims, int skewSeconds) {
        return caller(claims, skewSeconds)
                .filter(caller -> System.currentTimeMillis() < caller.untilMillis())
                .isPresent();
    }

    private static long expires(JsonObject claims) {
        return claims.getValue("exp") instanceof Number seconds ? seconds.longValue() : 0;
    }
}
