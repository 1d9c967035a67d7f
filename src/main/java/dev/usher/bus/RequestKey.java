package dev.usher.bus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Idempotency keys as rows keep them: 64 bits of a hash of the caller's key and 64 bits of a hash of the request's
 * body, in hexadecimal. Rows from before version 0.2 keep the caller's key itself, which still matches.
 */
public final class RequestKey {
    private static final int HASH_OCTETS = 8;

    private RequestKey() {}

    /**
     * @param key as the caller sent it, or null
     * @param body the part of the request that must be the same under the same key
     * @return null for a request without a key
     */
    public static String stored(String key, String body) {
        return key == null ? null : hash(key) + hash(body);
    }

    /** Whether a row was made by a request with this key and body; never without a key. */
    public static boolean matches(String stored, String key, String body) {
        return key != null && stored != null && (stored.equals(stored(key, body)) || stored.equals(key));
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
