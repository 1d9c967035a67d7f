package dev.usher.oidc;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Unverified header of a token. Not trusted: it only identifies tokens that need no verification because they cannot be
 * valid.
 *
 * @param algorithm a supported algorithm
 * @param keyId empty for a token without a key id
 */
record JwtHeaderCheck(String algorithm, Optional<String> keyId) {
    private static final Pattern SIGNED = Pattern.compile("[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+");
    /** Types of access tokens. A token without a type may be one. */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");
    /** Lengths of ECDSA signatures in base64url: two numbers of the curve's size, the only accepted form. */
    private static final Map<String, Integer> SIGNATURE_LENGTHS = Map.of("ES256", 86, "ES384", 128, "ES512", 176);

    /** Returns empty for a token that cannot be valid now. */
    static Optional<JwtHeaderCheck> of(String token) {
        if (!SIGNED.matcher(token).matches()) {
            return Optional.empty();
        }
        int payload = token.indexOf('.') + 1;
        int signature = token.lastIndexOf('.') + 1;
        try {
            var header = json(token.substring(0, payload - 1));
            var claims = json(token.substring(payload, signature - 1));
            boolean possible = header.getValue("alg") instanceof String algorithm
                    && JwkSet.ALGORITHMS.contains(algorithm)
                    && hasLength(token.length() - signature, algorithm)
                    && isAccessToken(header.getValue("typ", "JWT"))
                    && !header.containsKey("crit")
                    && !ClaimsMapper.isOver(claims, JwtAuthenticator.SKEW_SECONDS);
            return possible
                    ? Optional.of(
                            new JwtHeaderCheck(header.getString("alg"), Optional.ofNullable(header.getString("kid"))))
                    : Optional.empty();
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static JsonObject json(String part) {
        return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(part)));
    }

    private static boolean hasLength(int length, String algorithm) {
        return SIGNATURE_LENGTHS.getOrDefault(algorithm, length) == length;
    }

    private static boolean isAccessToken(Object type) {
        return type instanceof String text && TYPES.contains(text.toLowerCase(Locale.ROOT));
    }
}
