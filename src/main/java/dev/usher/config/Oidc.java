package dev.usher.config;

import java.net.URI;

/**
 * Whose tokens count.
 *
 * @param issuer as the tokens name it in {@code iss}, letter for letter; https, unless its host is loopback
 * @param audience what the tokens must name in {@code aud}
 */
public record Oidc(URI issuer, String audience) {
    /** Whether what comes from there can be trusted: nobody in between could have changed it. */
    public static boolean isSafe(URI url) {
        return url.getHost() != null
                && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()) && Loopback.is(url.getHost()));
    }
}
