package dev.usher.dynamodb.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.dynamodb.AgainstDynamoDb;
import dev.usher.dynamodb.DynamoDbEventStore;
import dev.usher.dynamodb.DynamoDbUserStore;
import dev.usher.dynamodb.Rows;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.service.Timestamp;
import dev.usher.service.UnavailableException;
import dev.usher.users.User;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdempotentInsertsIT extends AgainstDynamoDb {
    private final String id = "u-" + UUID.randomUUID();

    @Test
    void whoIsCreatedIsTheVeryInstanceAndIsFound() throws Exception {
        var users = new DynamoDbUserStore(dynamo, tables);
        var user = new User(id, "Ann", Rows.NOW, "key");

        assertThat(get(users.create(user))).isSameAs(user);
        assertThat(get(users.find(Set.of(id, "unknown")))).containsOnlyKeys(id).containsValue(Optional.of(user));
    }

    @Test
    void whoStandsInTheWayIsHandedBackAndStays() throws Exception {
        var users = new DynamoDbUserStore(dynamo, tables);
        var first = new User(id, "Ann", Rows.NOW, "key");
        get(users.create(first));

        var existing = get(users.create(new User(id, "Ann", Rows.NOW, "key")));

        assertThat(existing).isEqualTo(first).isNotSameAs(first);
        assertThat(get(users.create(Rows.user(id)))).isEqualTo(first);
        assertThat(get(users.find(Set.of(id)))).containsValue(Optional.of(first));
    }

    @Test
    void anEventThatStandsInTheWayIsHandedBack() throws Exception {
        var events = new DynamoDbEventStore(dynamo, tables, 0);
        var first = Rows.event(id, 5);

        assertThat(get(events.create(first))).isSameAs(first);
        assertThat(get(events.create(Rows.event(id, 6)))).isEqualTo(first);
        assertThat(get(events.find(Set.of(id)))).containsValue(Optional.of(first));
    }

    @Test
    void ofManyWhoCreateTheSameAtOnceOneDoes() throws Exception {
        var users = new DynamoDbUserStore(dynamo, tables);
        var wanted = IntStream.range(0, 20).mapToObj(this::userOfMoment).toList();
        var tries = wanted.stream().map(users::create).toList();

        int created = 0;
        for (int n = 0; n < wanted.size(); n++) {
            created += get(tries.get(n)) == wanted.get(n) ? 1 : 0;
        }
        assertThat(created).isEqualTo(1);
    }

    /** After a lost reply a creation knows its own row by its moment. */
    private User userOfMoment(int millis) {
        var user = Rows.user(id);
        var moment = Instant.parse(user.createdAt().text()).plusMillis(millis);
        return new User(id, user.name(), Timestamp.of(moment), null);
    }

    @Test
    void aStoreThatIsNotThereIsUnavailableInTime() throws Exception {
        var nowhere = get(DynamoDbGateway.open(vertx, URI.create("http://127.0.0.1:1"), 1_000));
        var users = new DynamoDbUserStore(nowhere, tables);

        for (var failing : List.of(users.create(Rows.user(id)), users.find(Set.of(id)))) {
            assertThatThrownBy(() -> get(failing)).hasCauseInstanceOf(UnavailableException.class);
        }
        get(nowhere.close());
    }
}
