package dev.usher.users;

import dev.usher.service.Timestamp;

/**
 * Person who may register for events.
 *
 * @param userId 1 to 64 characters, chosen by the caller or generated
 * @param name null for an erased user, which only a create meets
 * @param requestKey the idempotency key of the request that created the user, or null
 */
public record User(String userId, String name, Timestamp createdAt, String requestKey) {
    User named(String newName) {
        return new User(userId, newName, createdAt, requestKey);
    }
}
