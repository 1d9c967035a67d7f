package dev.usher.config;

import java.net.URI;
import java.util.List;

/**
 * Which tokens are accepted, and what their claims mean.
 *
 * @param issuer as the tokens name it in {@code iss}, letter for letter; https, unless its host is loopback
 * @param audiences of which a token must name one
 * @param audienceClaims the first of these that a token has names its audience
 * @param userClaim names the user
 * @param scopeClaims have the values that {@code organizerScopes} and {@code adminScopes} list
 */
public record Oidc(
        URI issuer,
        List<String> audiences,
        List<String> audienceClaims,
        String userClaim,
        List<String> scopeClaims,
        List<String> organizerScopes,
        List<String> adminScopes) {
    /** Whether what comes from there can be trusted: nobody in between could have changed it. */
    public static boolean isSafe(URI url) {
        return url.getHost() != null
                && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()) && Loopback.is(url.getHost()));
    }
}
