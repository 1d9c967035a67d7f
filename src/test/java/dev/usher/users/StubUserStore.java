package dev.usher.users;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Users in memory; answers at once. Counts its reads. */
final class StubUserStore implements UserStore {
    private final Map<String, User> users = new HashMap<>();
    int reads;

    @Override
    public Future<User> create(User user) {
        var standing = users.putIfAbsent(user.userId(), user);
        return Future.succeededFuture(standing == null ? user : standing);
    }

    @Override
    public Future<Map<String, Optional<User>>> find(Set<String> userIds) {
        reads++;
        var found = new HashMap<String, Optional<User>>();
        users.forEach((id, user) -> found.put(id, Optional.of(user)));
        found.keySet().retainAll(userIds);
        return Future.succeededFuture(found);
    }

    @Override
    public Future<Boolean> rename(String userId, String name) {
        return Future.succeededFuture(users.computeIfPresent(userId, (id, user) -> user.named(name)) != null);
    }
}
