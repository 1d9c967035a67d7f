package dev.usher.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.service.Timestamp;
import java.util.Map;
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
}
