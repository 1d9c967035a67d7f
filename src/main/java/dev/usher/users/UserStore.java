package dev.usher.users;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Store of users. Every transient failure is an {@code UnavailableException}. */
public interface UserStore {
    /**
     * Creates the user unless the id is taken. Completes only when {@link #find} returns the user that has the id, on
     * every replica.
     *
     * @return the user that is stored under the id: the very instance given if this call created it, also when the
     *     reply to an earlier attempt was lost; another instance if the id was taken, without a name if that user is
     *     erased
     */
    Future<User> create(User user);

    /**
     * Reads users with strong consistency, in as few calls as the store allows.
     *
     * @return those of the ids that exist and are not erased; an empty value for a row that other software wrote and
     *     that cannot be read
     */
    Future<Map<String, Optional<User>>> find(Set<String> userIds);

    /**
     * Replaces a user's name.
     *
     * @return false if the user does not exist; then nothing was written
     */
    Future<Boolean> rename(String userId, String name);
}
