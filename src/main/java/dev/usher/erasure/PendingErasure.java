package dev.usher.erasure;

import dev.usher.service.Timestamp;

/**
 * Erasure of a user whose registrations may not all have ended.
 *
 * @param since when the erasure began, or was resumed
 * @param by the user who erases another one, or null
 */
public record PendingErasure(String userId, Timestamp since, String by) {}
