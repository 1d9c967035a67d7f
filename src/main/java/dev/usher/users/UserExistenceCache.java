package dev.usher.users;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Cache of the ids of existing users. An entry expires, because another replica may erase the user. Neither a user's
 * absence nor a user's name is cached.
 *
 * <p>Thread-safe, one per process.
 */
public final class UserExistenceCache {
    /** How long an erased user may still count as existing in another replica. */
    public static final long MAX_AGE_MILLIS = 60_000;

    private static final int AT_MOST = 200_000;

    private final Cache<String, Boolean> ids = Caffeine.newBuilder()
            .maximumSize(AT_MOST)
            .expireAfterWrite(Duration.ofMillis(MAX_AGE_MILLIS))
            .executor(Runnable::run)
            .build();

    boolean contains(String userId) {
        return ids.getIfPresent(userId) != null;
    }

    void add(String userId) {
        if (!contains(userId)) {
            ids.put(userId, Boolean.TRUE);
        }
    }

    public void remove(String userId) {
        ids.invalidate(userId);
    }
}
