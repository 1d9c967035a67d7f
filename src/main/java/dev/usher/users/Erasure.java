package dev.usher.users;

import dev.usher.service.Timestamp;

/**
 * State of the erasure of a user.
 *
 * @param erasedAt when the name was removed
 * @param complete whether no registration is left
 */
public record Erasure(String userId, Timestamp erasedAt, boolean complete) {}
