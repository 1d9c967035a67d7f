package dev.usher.users;

import dev.usher.batching.CoalescingLoader;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks up users in as few reads as the load allows. Each verticle has its own instance, confined to its context; the
 * instances share the cache of existing users.
 */
public final class UserLookup {
    private static final int KEYS_A_READ = 100;
    private static final int READS_AT_ONCE = 2;

    private final UserStore store;
    private final UserExistenceCache known;
    private final CoalescingLoader<String, Optional<User>> reads;

    public UserLookup(UserStore store, UserExistenceCache known) {
        this.store = store;
        this.known = known;
        this.reads = new CoalescingLoader<>(store::find, KEYS_A_READ, READS_AT_ONCE);
    }

    /** Returns the user as stored at some moment after this call. */
    public Future<Optional<User>> find(String userId) {
        return row(userId)
                .map(row -> row.map(user -> user.orElseThrow(
                        () -> new IllegalStateException("the row of a user cannot be read: userId=" + userId))));
    }

    private Future<Optional<Optional<User>>> row(String userId) {
        return reads.find(userId).onSuccess(row -> row.ifPresent(exists -> known.add(userId)));
    }

    /** Returns the names of those of the users that have one, as stored at some moment after this call. */
    public Future<Map<String, String>> names(Set<String> userIds) {
        return store.find(userIds).map(rows -> rows.values().stream()
                .flatMap(Optional::stream)
                .filter(user -> user.name() != null)
                .collect(Collectors.toMap(User::userId, User::name)));
    }

    /** Returns whether the user exists. Reads only if the user is not in the cache. */
    public Future<Boolean> exists(String userId) {
        return known.contains(userId)
                ? Future.succeededFuture(true)
                : row(userId).map(Optional::isPresent);
    }
}
