package dev.usher.users;

import io.vertx.core.Future;
import java.util.Map;
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
     * @return those of the ids that exist; an id that is absent from the map does not
     */
    Future<Map<String, User>> find(Set<String> userIds);
}
