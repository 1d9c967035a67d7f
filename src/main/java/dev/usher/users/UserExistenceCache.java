package dev.usher.users;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Cache of the ids of existing users. Users are never deleted, so entries stay valid. Neither a user's absence nor a
 * user's name is cached.
 *
 * <p>Thread-safe, one per process.
 */
public final class UserExistenceCache {
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
