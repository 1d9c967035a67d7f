package dev.usher.users;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Ids of users that are known to exist. Users are never deleted, so that what is known stays true; that a user does not
 * exist, and what the user's name is, is never remembered.
 *
 * <p>Thread-safe, one for the process.
 */
public final class KnownUsers {
    private static final int AT_MOST = 200_000;

    private final Cache<String, Boolean> ids =
            Caffeine.newBuilder().maximumSize(AT_MOST).executor(Runnable::run).build();

    boolean contains(String userId) {
        return ids.getIfPresent(userId) != null;
    }

    void add(String userId) {
        if (!contains(userId)) {
            ids.put(userId, Boolean.TRUE);
        }
    }
}
