package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.client.CallListener;
import dev.usher.dynamodb.client.CallTimeouts;
import dev.usher.dynamodb.client.CredentialSources;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.client.SdkClients;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.Turn.RowChange;
import dev.usher.registrations.store.CommitResult;
import dev.usher.registrations.store.CommitResult.Committed;
import dev.usher.registrations.store.CommitResult.ConditionFailed;
import dev.usher.registrations.store.CommitResult.Unknown;
import dev.usher.registrations.store.LedgerStore.Commit;
import dev.usher.service.Timestamp;
import dev.usher.users.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A try whose reply was lost, repeated on a store that no longer has its token. */
class ForgottenTokenIT extends AgainstDynamoDb {
    private final String id = "e-" + UUID.randomUUID();
    private SdkClients clients;
    private TokenForgettingClient store;
    private DynamoDbGateway way;
    private DynamoDbLedgerStore ledger;
    private Event event;

    @BeforeEach
    void createEvent() throws Exception {
        clients = SdkClients.open(
                TestDynamoDb.endpoint(),
                CallTimeouts.within(240_000),
                CredentialSources.configured(),
                CallListener.NONE);
        store = new TokenForgettingClient(clients.once());
        way = new DynamoDbGateway(
                vertx, clients.retrying(), store, CallTimeouts.within(240_000), CallListener.NONE, clients::close);
        ledger = new DynamoDbLedgerStore(way, tables, 0);
        event = get(new DynamoDbEventStore(dynamo, tables, 0).create(Rows.event(id, 100)));
    }

    @AfterEach
    void closeClients() throws Exception {
        get(way.close());
    }

    @Test
    void theTurnThatStandsInItsOwnWayIsCommitted() throws Exception {
        var commit = sentInDoubt(TokenForgettingClient.Loss.REPLY);
        assertThat(get(commit.send())).isInstanceOf(Committed.class);
        assertThat(get(ledger.event(id)).orElseThrow().version()).isEqualTo(event.version() + 1);
    }

    @Test
    void itIsKnownAgainBeforeAnyNumberOfTurnsOfOthers() throws Exception {
        var commit = sentInDoubt(TokenForgettingClient.Loss.REPLY);
        others(20);
        assertThat(get(commit.send())).isInstanceOf(Committed.class);
    }

    @Test
    void anotherTurnInItsPlaceIsNotTakenForIt() throws Exception {
        var commit = sentInDoubt(TokenForgettingClient.Loss.REQUEST);
        others(3);
        var existing = get(ledger.event(id)).orElseThrow();
        assertThat(get(commit.send()))
                .isEqualTo(new ConditionFailed(
                        Optional.of(existing), Map.of(), Set.of("Changes version " + (event.version() + 1))));
        assertThat(get(ledger.rows(id, Set.of("a"))).get("a")).isEmpty();
    }

    @Test
    void aRowInItsWayIsNotItself() throws Exception {
        var commit = sentInDoubt(TokenForgettingClient.Loss.REQUEST);
        var stranger = Rows.waiting(id, "a", 7);
        put(tables.registrations(), ItemMapper.item(stranger));
        assertThat(get(commit.send()))
                .isEqualTo(new ConditionFailed(Optional.empty(), Map.of("a", Optional.of(stranger)), Set.of()));
    }

    @Test
    void whoWasCreatedByALostTryIsTheCallersOwn() throws Exception {
        var users = new DynamoDbUserStore(way, tables);
        var user = Rows.user("u-" + UUID.randomUUID());
        store.losses.add(TokenForgettingClient.Loss.REPLY);
        assertThat(get(users.create(user))).isSameAs(user);

        var later = new User(user.userId(), user.name(), Timestamp.of(Instant.parse("2026-03-01T10:15:30.124Z")), null);
        store.losses.add(TokenForgettingClient.Loss.REQUEST);
        assertThat(get(users.create(later))).isEqualTo(user);

        var namesake = new User(user.userId(), "Another at the same moment", user.createdAt(), null);
        store.losses.add(TokenForgettingClient.Loss.REQUEST);
        assertThat(get(users.create(namesake))).isEqualTo(user);
    }

    private Commit sentInDoubt(TokenForgettingClient.Loss loss) throws Exception {
        var seated = new RowChange("a", Optional.empty(), Optional.of(Rows.seated(id, "a")));
        var commit = ledger.prepare(
                new Turn(event, Rows.with(event, 1, 0, 0, 0), List.of(seated), List.of(), List.of(), Timestamp.now()));
        store.losses.add(loss);
        assertThat(get(commit.send())).isInstanceOf(Unknown.class);
        return commit;
    }

    /** Other people's turns, from the event as it stands. */
    private void others(int turns) throws Exception {
        for (int i = 0; i < turns; i++) {
            var before = get(ledger.event(id)).orElseThrow();
            var user = "other" + i;
            Registration row = Rows.seated(id, user);
            var after = Rows.with(before, before.counts().currentRegistrations() + 1, 0, 0, 0);
            var turn = new Turn(
                    before,
                    after,
                    List.of(new RowChange(user, Optional.empty(), Optional.of(row))),
                    List.of(),
                    List.of(),
                    Timestamp.now());
            CommitResult result = get(ledger.prepare(turn).send());
            assertThat(result).isInstanceOf(Committed.class);
        }
    }
}
