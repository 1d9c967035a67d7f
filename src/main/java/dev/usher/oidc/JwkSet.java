package dev.usher.oidc;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Signing keys of an issuer, at one moment. Other entries of its key set are left out: shared secrets, keys for
 * encryption, keys that are too short, unsupported algorithms, and entries that are not keys.
 *
 * @param all JSON Web Keys; not to be changed
 */
record JwkSet(List<JsonObject> all) {
    /** Supported algorithms, all asymmetric. */
    static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private static final int MAX = 100;
    private static final Map<String, String> BY_TYPE = Map.of("RSA", "RS256", "OKP", "EdDSA");
    private static final Map<String, String> BY_CURVE = Map.of("P-256", "ES256", "P-384", "ES384", "P-521", "ES512");
    /** 2,048 bits, in characters of base64url. */
    private static final int MIN_MODULUS = 2_048 / 6;

    JwkSet {
        all = List.copyOf(all);
    }

    /** Reads a JSON Web Key Set. Throws if it is none. */
    static JwkSet of(JsonObject set) {
        return new JwkSet(set.getJsonArray("keys", new JsonArray()).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .filter(JwkSet::signs)
                .map(JwkSet::withAlgorithm)
                .filter(key -> ALGORITHMS.contains(text(key, "alg")))
                .limit(MAX)
                .toList());
    }

    /**
     * Returns the number of keys that may have made a signature.
     *
     * @param keyId empty for a token without a key id
     */
    int candidates(String algorithm, Optional<String> keyId) {
        return (int) all.stream()
                .filter(key -> algorithm.equals(text(key, "alg")))
                .filter(key -> keyId.isEmpty()
                        || !key.containsKey("kid")
                        || keyId.get().equals(text(key, "kid")))
                .count();
    }

    /** Returns the verifier of signatures by these keys. */
    JWTAuth check(Vertx vertx) {
        return JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .setJwks(all)
                        .setJWTOptions(new JWTOptions().setLeeway(JwtAuthenticator.SKEW_SECONDS)));
    }

    private static boolean signs(JsonObject key) {
        var type = text(key, "kty");
        return Set.of("RSA", "EC", "OKP").contains(type)
                && (!type.equals("RSA") || text(key, "n").length() >= MIN_MODULUS)
                && (!key.containsKey("use") || text(key, "use").equals("sig"));
    }

    /** Adds the usual algorithm of its type or curve to a key without one. */
    private static JsonObject withAlgorithm(JsonObject key) {
        if (key.containsKey("alg")) {
            return key;
        }
        var usual = BY_TYPE.getOrDefault(text(key, "kty"), BY_CURVE.get(text(key, "crv")));
        return key.copy().put("alg", usual);
    }

    /** Returns an empty text for a member that is absent or not a text. */
    private static String text(JsonObject key, String member) {
        return key.getValue(member) instanceof String text ? text : "";
    }
}
