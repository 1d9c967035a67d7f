package dev.usher.users;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where users are kept. Every failure that may pass is an {@code UnavailableException}. */
public interface UserStore {
    /**
     * Creates the user unless the id is taken.
     *
     * @return the user that stands under the id afterwards: the very instance given if this call made it, also when the
     *     reply to an earlier try of it was lost; another instance if the id was taken
     */
    Future<User> create(User user);

    /**
     * Strongly consistent reads, in as few calls as the store allows.
     *
     * @return those of the ids that exist; empty where the row cannot be read, since something else wrote it
     */
    Future<Map<String, Optional<User>>> find(Set<String> userIds);
}
