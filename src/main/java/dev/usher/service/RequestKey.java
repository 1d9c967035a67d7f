package dev.usher.service;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Idempotency key of one request. Rows keep 64 bits of a hash of the caller's key and 64 bits of a hash of the
 * request's body, in hexadecimal. Rows from before the change log keep the caller's key itself, which still matches.
 *
 * @param key as the caller sent it
 * @param body the part of the request that must be the same under the same key
 */
public record RequestKey(String key, String body) {
    private static final int HASH_OCTETS = 8;
    private static final int HASH_DIGITS = 2 * HASH_OCTETS;
    private static final long VERSION_MASK = 0xF000L;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 1L << 63;

    /** Relation between the key of a row and that of a request. */
    public enum Match {
        /** The same request made the row. */
        SAME,
        /** A request with the same key and another body made the row. */
        OTHER_BODY,
        /** A request without a key, or with another one, made the row. */
        NONE
    }

    /** @return null for a request without a key */
    public static RequestKey of(String key, String body) {
        return key == null ? null : new RequestKey(key, body);
    }

    /**
     * Returns the form that a row stores.
     *
     * @return null for a request without a key
     */
    public static String stored(String key, String body) {
        return key == null ? null : new RequestKey(key, body).stored();
    }

    /** Returns whether a request with this key and body made the row; false without a key. */
    public static boolean matches(String stored, String key, String body) {
        return key != null && new RequestKey(key, body).match(stored) == Match.SAME;
    }

    /** Returns the form that a row stores. */
    public String stored() {
        return hash(key) + hash(body);
    }

    /** @param stored the form in the row, or null */
    public Match match(String stored) {
        if (stored == null) {
            return Match.NONE;
        }
        if (stored.equals(stored()) || stored.equals(key)) {
            return Match.SAME;
        }
        return stored.length() == 2 * HASH_DIGITS && stored.startsWith(hash(key)) ? Match.OTHER_BODY : Match.NONE;
    }

    /**
     * Returns the id for a row that the request creates without naming one: a UUID of version 8, the same for the same
     * scope and key, whatever the body.
     *
     * @param scope the operation and the caller; keys of different scopes are independent
     */
    public String id(String scope) {
        var bits = ByteBuffer.wrap(digest(scope + '\n' + key));
        long high = bits.getLong() & ~VERSION_MASK | VERSION_8;
        long low = bits.getLong() & Long.MAX_VALUE >> 1 | VARIANT;
        return new UUID(high, low).toString();
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(digest(text), 0, HASH_OCTETS);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
