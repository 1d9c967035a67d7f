package dev.usher.oidc;

import dev.usher.authz.Caller;
import dev.usher.authz.Scope;
import dev.usher.authz.UserIds;
import dev.usher.config.OidcSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Maps the claims of access tokens to callers, by the claim names of the settings. Immutable and thread-safe. */
final class ClaimsMapper {
    /** Maximum length in OpenID Connect. */
    private static final int MAX_SUBJECT = 255;

    private static final long LAST_SECOND = TimeUnit.MILLISECONDS.toSeconds(Long.MAX_VALUE) - 1_000;
    private static final int MAX_SHOWN = 200;

    /** Claims of other tokens that an issuer signs with the same keys: ID tokens and logout tokens. */
    private static final List<String> FOREIGN = List.of("nonce", "at_hash", "c_hash", "events");
    /** Cognito's claim for the kind of a token, and its value in access tokens. */
    private static final String KIND = "token_use";

    private static final String ACCESS = "access";
    /** Keycloak's claim for the kind of a token, and its value in ID tokens. */
    private static final String TYPE = "typ";

    private static final String ID_TOKEN = "ID";

    private final OidcSettings settings;
    private final int skewSeconds;

    /** @param skewSeconds seconds by which a token's expiry is extended, for clocks that differ */
    ClaimsMapper(OidcSettings settings, int skewSeconds) {
        this.settings = settings;
        this.skewSeconds = skewSeconds;
    }

    /**
     * Result of reading the claims of one token.
     *
     * @param caller empty for a token that is rejected
     * @param rejection reason for which a token with these claims is never accepted; empty for an accepted one
     */
    record Result(Optional<Caller> caller, String rejection) {
        private static Result rejected(String why) {
            return new Result(Optional.empty(), why);
        }
    }

    /** Returns the caller of a token whose signature is valid. */
    Result read(User checked) {
        return read(checked.attributes().getJsonObject("accessToken"));
    }

    private Result read(JsonObject claims) {
        var foreign = foreign(claims);
        if (foreign.isPresent()) {
            return Result.rejected("it is not an access token: its claim " + foreign.get() + " is of another kind");
        }
        var issuer = claims.getValue("iss");
        if (!settings.issuer().toString().equals(issuer)) {
            return Result.rejected("its iss is " + shown(issuer) + ", and not " + settings.issuer());
        }
        var audience = audience(claims);
        if (audience.isPresent()) {
            return Result.rejected(audience.get());
        }
        var subject = claim(claims, settings.userClaim());
        if (!(subject instanceof String text) || !isSubject(text)) {
            return Result.rejected("it has no claim " + settings.userClaim() + " with a text of 1 to " + MAX_SUBJECT
                    + " characters for the user");
        }
        long expires = expires(claims);
        if (expires <= 0 || expires > LAST_SECOND) {
            return Result.rejected("it has no valid exp");
        }
        return new Result(
                Optional.of(new Caller(
                        Optional.of(UserIds.of(text)),
                        TokenName.of(claims),
                        scopes(claims),
                        TimeUnit.SECONDS.toMillis(expires + skewSeconds))),
                "");
    }

    /** Returns whether the claims have an expiry that has passed; needs no valid signature. */
    static boolean isOver(JsonObject claims, int skewSeconds) {
        long expires = expires(claims);
        return expires > 0
                && expires < LAST_SECOND
                && System.currentTimeMillis() >= TimeUnit.SECONDS.toMillis(expires + skewSeconds);
    }

    private static Optional<String> foreign(JsonObject claims) {
        if (claims.containsKey(KIND) && !ACCESS.equals(claims.getValue(KIND))) {
            return Optional.of(KIND);
        }
        if (ID_TOKEN.equals(claims.getValue(TYPE))) {
            return Optional.of(TYPE);
        }
        return FOREIGN.stream().filter(claims::containsKey).findFirst();
    }

    /** Returns what is wrong with the audience, or empty. The first audience claim that the token has decides. */
    private Optional<String> audience(JsonObject claims) {
        var names = settings.audienceClaims();
        var name = names.stream().filter(claim -> claim(claims, claim) != null).findFirst();
        if (name.isEmpty()) {
            return Optional.of("it has no claim " + String.join(" or ", names) + " for the audience");
        }
        var value = claim(claims, name.get());
        return texts(value).anyMatch(settings.audiences()::contains)
                ? Optional.empty()
                : Optional.of("its " + name.get() + " is " + shown(value) + ", and not "
                        + String.join(" or ", settings.audiences()));
    }

    private Set<Scope> scopes(JsonObject claims) {
        var values = new HashSet<String>();
        for (var name : settings.scopeClaims()) {
            texts(claim(claims, name)).forEach(text -> Collections.list(new StringTokenizer(text, " "))
                    .forEach(one -> values.add((String) one)));
        }
        var scopes = new HashSet<Scope>();
        if (!Collections.disjoint(values, settings.organizerScopes())) {
            scopes.add(Scope.EVENTS);
        }
        if (!Collections.disjoint(values, settings.adminScopes())) {
            scopes.add(Scope.ADMIN);
        }
        return scopes;
    }

    /**
     * Returns the claim of exactly this name; else, for a name with dots, the member of an object within the claims.
     */
    private static Object claim(JsonObject claims, String name) {
        if (claims.containsKey(name)) {
            return claims.getValue(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && claims.getValue(name.substring(0, dot)) instanceof JsonObject inner
                ? claim(inner, name.substring(dot + 1))
                : null;
    }

    private static Stream<String> texts(Object value) {
        var values = value instanceof JsonArray several ? several.stream() : Stream.of(value);
        return values.filter(String.class::isInstance).map(String.class::cast);
    }

    /** Rejects unpaired surrogates, which have no octets: two subjects with one would be the same user. */
    private static boolean isSubject(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_SUBJECT
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static long expires(JsonObject claims) {
        return claims.getValue("exp") instanceof Number seconds ? seconds.longValue() : 0;
    }

    private static String shown(Object value) {
        var text = String.valueOf(value);
        return text.substring(0, Math.min(MAX_SHOWN, text.length()));
    }
}
