package dev.usher.registrations.model.summary;

import dev.usher.registrations.model.Registration;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * Digest of an event's registrations: the sum modulo 2^64 of two hashes of each row, one of its state (user, status,
 * ticket, confirmBy) and one of its idempotency key (user, key). A sum, so that a turn needs only the rows that it
 * changes; two hashes, so that a promotion need not read the key of the row.
 */
public final class RosterDigest {
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    });

    private RosterDigest() {}

    /** Returns what one row adds to the digest. */
    public static long of(Registration row) {
        return state(row.userId(), row.status(), row.ticket(), row.confirmBy()) + key(row.userId(), row.requestKey());
    }

    /** @param confirmBy null for a seat that needs no confirmation */
    public static long state(String userId, Registration.Status status, Long ticket, Instant confirmBy) {
        return hash(userId
                + '\n'
                + status.text()
                + '\n'
                + (ticket == null ? "" : ticket.toString())
                + (confirmBy == null ? "" : "\n" + confirmBy));
    }

    public static long key(String userId, String requestKey) {
        return requestKey == null ? 0 : hash(userId + "\n\n" + requestKey);
    }

    private static long hash(String text) {
        return ByteBuffer.wrap(SHA_256.get().digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
