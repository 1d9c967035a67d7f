package dev.usher.config;

import java.net.URI;
import java.util.List;

/**
 * Settings of accepted tokens and the meaning of their claims.
 *
 * @param issuer exactly as in the tokens' {@code iss}; https, unless its host is loopback
 * @param audiences audiences of which a token must name one
 * @param audienceClaims claims that may name the audience; the first one that a token has decides
 * @param userClaim claim that names the user
 * @param scopeClaims claims with the values that {@code organizerScopes} and {@code adminScopes} list
 */
public record OidcSettings(
        URI issuer,
        List<String> audiences,
        List<String> audienceClaims,
        String userClaim,
        List<String> scopeClaims,
        List<String> organizerScopes,
        List<String> adminScopes) {
    /** Returns whether responses from the URL cannot be changed in transit: it is https, or its host is loopback. */
    public static boolean isSafe(URI url) {
        return url.getHost() != null
                && ("https".equals(url.getScheme())
                        || "http".equals(url.getScheme()) && LoopbackHosts.is(url.getHost()));
    }
}
