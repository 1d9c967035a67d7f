package dev.usher.users;

import dev.usher.reads.NaturalBatch;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Look-ups of users, in as few reads as the load allows. Each verticle has its own and uses it on its own context only;
 * they share what is known.
 */
public final class Users {
    private static final int KEYS_A_READ = 100;
    private static final int READS_AT_ONCE = 2;

    private final KnownUsers known;
    private final NaturalBatch<String, Optional<User>> reads;

    public Users(UserStore store, KnownUsers known) {
        this.known = known;
        this.reads = new NaturalBatch<>(store::find, KEYS_A_READ, READS_AT_ONCE);
    }

    /** The user as stored at some moment after this call. */
    public Future<Optional<User>> find(String userId) {
        return row(userId)
                .map(row -> row.map(user -> user.orElseThrow(
                        () -> new IllegalStateException("the row of a user cannot be read: userId=" + userId))));
    }

    private Future<Optional<Optional<User>>> row(String userId) {
        return reads.find(userId).onSuccess(row -> row.ifPresent(exists -> known.add(userId)));
    }

    /** Reads only for a user of whom nothing is known yet. */
    public Future<Boolean> exists(String userId) {
        return known.contains(userId)
                ? Future.succeededFuture(true)
                : row(userId).map(Optional::isPresent);
    }
}
