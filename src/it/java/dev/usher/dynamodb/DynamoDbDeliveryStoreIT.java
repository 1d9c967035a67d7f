package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.table.TableCreator;
import dev.usher.events.Event;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.store.CommitResult.Committed;
import dev.usher.repair.plan.RepairTurn;
import dev.usher.service.Timestamp;
import dev.usher.webhook.store.Delivery;
import dev.usher.webhook.store.UntoldEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The marks of turns and the progress of deliveries: no mark is lost, and no cursor is overwritten. */
class DynamoDbDeliveryStoreIT extends AgainstDynamoDb {
    private static final Instant NOW = Instant.parse("2026-11-28T09:30:00Z");
    private static final Delivery CLAIM = new Delivery(0, "one", NOW, 0, null);

    private static DynamoDbEventStore events;
    private static DynamoDbLedgerStore ledger;
    private static DynamoDbDeliveryStore deliveries;
    private static DynamoDbRepairStore repairs;

    @BeforeAll
    static void createTables() throws Exception {
        var names = TableNames.withPrefix(TestDynamoDb.newPrefix(), true);
        get(new TableCreator(dynamo, names).create());
        events = new DynamoDbEventStore(dynamo, names, 0);
        ledger = new DynamoDbLedgerStore(dynamo, names, 0);
        deliveries = new DynamoDbDeliveryStore(dynamo, names);
        repairs = new DynamoDbRepairStore(dynamo, names, 0);
    }

    @Test
    void markNamesTheFirstUndeliveredVersionUntilAllAreDelivered() throws Exception {
        var event = get(events.create(Rows.event("marked", 9)));
        assertThat(read("marked")).contains(new UntoldEvent(event, 1, Optional.empty()));
        event = commit(commit(event));
        assertThat(read("marked")).contains(new UntoldEvent(event, 1, Optional.empty()));
        assertThat(get(deliveries.untold(null)).items()).contains("marked");

        assertThat(get(deliveries.told("marked", 2)))
                .as("version 3 is committed")
                .isFalse();
        assertThat(read("marked")).isPresent();
        assertThat(get(deliveries.told("marked", 3))).isTrue();
        assertThat(read("marked")).isEmpty();
        assertThat(get(deliveries.untold(null)).items()).doesNotContain("marked");

        event = commit(event);
        assertThat(read("marked")).contains(new UntoldEvent(event, 4, Optional.empty()));
    }

    @Test
    void repairMarksItsVersion() throws Exception {
        var event = get(events.create(Rows.event("repaired", 9)));
        assertThat(get(deliveries.told("repaired", 1))).isTrue();
        repair(Optional.of(event), Rows.with(event, 0, 0, 0, 0));
        assertThat(read("repaired").orElseThrow().first()).isEqualTo(2);
        repair(Optional.empty(), Rows.with(Rows.event("restored", 9), 0, 0, 0, 0));
        assertThat(read("restored").orElseThrow().first()).isEqualTo(2);
    }

    private static void repair(Optional<Event> before, Event after) throws Exception {
        assertThat(get(repairs.commit(new RepairTurn(before, after, List.of(), Timestamp.now()))))
                .isTrue();
    }

    @Test
    void deliveryMovesOnlyFromTheRowThatWasRead() throws Exception {
        get(events.create(Rows.event("moved", 9)));
        assertThat(get(deliveries.move("moved", Optional.empty(), CLAIM))).isTrue();
        assertThat(read("moved").orElseThrow().delivery()).contains(CLAIM);
        assertThat(get(deliveries.move("moved", Optional.empty(), delivery(1, "two", 0, null))))
                .isFalse();
        for (var other : List.of(
                delivery(1, "one", 0, null),
                delivery(0, "two", 0, null),
                new Delivery(0, "one", NOW.plusMillis(1), 0, null))) {
            assertThat(get(deliveries.move("moved", Optional.of(other), delivery(9, "two", 0, null))))
                    .as("%s", other)
                    .isFalse();
        }
        var failed = delivery(3, "two", 2, NOW);
        assertThat(get(deliveries.move("moved", Optional.of(CLAIM), failed))).isTrue();
        assertThat(read("moved").orElseThrow().delivery()).contains(failed);
        assertThat(get(deliveries.move("moved", Optional.of(CLAIM), delivery(1, "one", 0, null))))
                .isFalse();
        assertThat(read("moved").orElseThrow().cursor()).isEqualTo(3);
    }

    private static Delivery delivery(long cursor, String owner, int failures, Instant since) {
        return new Delivery(cursor, owner, NOW, failures, since);
    }

    private static Optional<UntoldEvent> read(String eventId) throws Exception {
        return get(deliveries.find(eventId));
    }

    private static Event commit(Event before) throws Exception {
        var after = Rows.with(before, 0, 0, 0, 0);
        var turn = new Turn(before, after, List.of(), List.of(), List.of(), Timestamp.now());
        assertThat(get(ledger.prepare(turn).send())).isEqualTo(new Committed());
        return after;
    }
}
