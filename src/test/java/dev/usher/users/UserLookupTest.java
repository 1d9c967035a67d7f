package dev.usher.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserLookupTest {
    private final StubUserStore store = new StubUserStore();
    private final UserExistenceCache known = new UserExistenceCache();
    private final UserLookup users = new UserLookup(store, known);

    @Test
    void whoIsKnownToExistIsNotReadAgainByAnybody() {
        store.create(new User("ann", "Ann", Timestamp.now(), null));

        assertThat(users.exists("ann").result()).isTrue();
        assertThat(users.exists("ann").result()).isTrue();
        assertThat(new UserLookup(store, known).exists("ann").result()).isTrue();
        assertThat(store.reads).isEqualTo(1);
    }

    @Test
    void thatAUserDoesNotExistIsNeverRemembered() {
        assertThat(users.exists("ann").result()).isFalse();
        store.create(new User("ann", "Ann", Timestamp.now(), null));

        assertThat(users.exists("ann").result()).isTrue();
    }

    @Test
    void namesAreThoseOfTheUsersThatHaveOne() {
        store.create(new User("ann", "Ann", Timestamp.now(), null));
        store.create(new User("erased", null, Timestamp.now(), null));

        assertThat(users.names(Set.of("ann", "erased", "bob")).result()).isEqualTo(Map.of("ann", "Ann"));
        assertThat(store.reads).isEqualTo(1);
    }

    @Test
    void theUserItselfIsReadEachTime() {
        store.create(new User("ann", "Ann", Timestamp.now(), null));

        assertThat(users.find("ann").result()).isPresent();
        assertThat(users.find("ann").result()).isPresent();
        assertThat(store.reads).isEqualTo(2);
        assertThat(users.exists("ann").result()).isTrue();
        assertThat(store.reads).isEqualTo(2);
    }

    /** Users in memory; answers at once. Counts its reads. */
    private static final class StubUserStore implements UserStore {
        private final Map<String, User> users = new HashMap<>();
        private int reads;

        @Override
        public Future<User> create(User user) {
            var existing = users.putIfAbsent(user.userId(), user);
            return Future.succeededFuture(existing == null ? user : existing);
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
}
