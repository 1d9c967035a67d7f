package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.Event;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.Page;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger's reads. */
class DynamoDbLedgerStoreIT extends AgainstDynamoDb {
    private final String id = "e-" + UUID.randomUUID();
    private DynamoDbLedgerStore ledger;

    @BeforeEach
    void openLedger() {
        ledger = new DynamoDbLedgerStore(dynamo, tables, 0);
    }

    @Test
    void anEventThatDoesNotExistIsEmpty() throws Exception {
        assertThat(get(ledger.event(id))).isEmpty();
    }

    @Test
    void rowsOfManyUsersAreAllAnswered() throws Exception {
        for (int user = 0; user < 150; user += 3) {
            put(tables.registrations(), ItemMapper.item(Rows.seated(id, "u" + user)));
        }
        var users = new HashSet<>(
                IntStream.range(0, 250).mapToObj(user -> "u" + user).toList());

        var rows = get(ledger.rows(id, users));

        assertThat(rows).hasSize(250);
        assertThat(rows.values().stream().filter(row -> row.isPresent())).hasSize(50);
    }

    @Test
    void registrationsAreReadInPages() throws Exception {
        for (int user = 0; user < 30; user++) {
            put(tables.registrations(), ItemMapper.item(Rows.seated(id, "u" + user)));
        }

        var first = get(ledger.registrations(id, 20, null));
        assertThat(first.items()).hasSize(20).startsWith(Rows.seated(id, "u0"));
        var second = get(ledger.registrations(id, 20, first.next()));
        assertThat(second.items()).hasSize(10).endsWith(Rows.seated(id, "u9"));
        assertThat(second.next()).isNull();
        assertThat(get(ledger.registrations("no-event", 5, null))).isEqualTo(new Page<>(List.of(), null));
    }

    @Test
    void aSnapshotHasTheEventAndEachRowThatWasAskedFor() throws Exception {
        var event = Rows.event(id, 200, new Event.Counts(98, 0, 0, 0, 7));
        put(tables.events(), ItemMapper.item(event));
        var users = new HashSet<String>();
        for (int user = 1; user < LedgerStore.MAX_SNAPSHOT_ROWS; user++) {
            users.add("u" + user);
            put(tables.registrations(), ItemMapper.item(Rows.seated(id, "u" + user)));
        }
        users.add("absent");

        var snapshot = get(ledger.snapshot(id, users)).orElseThrow();
        assertThat(snapshot.event()).contains(event);
        assertThat(snapshot.rows()).hasSize(LedgerStore.MAX_SNAPSHOT_ROWS).containsEntry("absent", Optional.empty());
        assertThat(snapshot.rows().get("u7")).contains(Rows.seated(id, "u7"));
        assertThat(get(ledger.snapshot("no-event", Set.of())).orElseThrow().event())
                .isEmpty();
    }

    @Test
    void theWaitlistIsReadUntilEnoughWaitingEntriesAreFound() throws Exception {
        waitlist(60, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

        var waitlist = get(ledger.waitlist(id, 0, 2));

        assertThat(waitlist.entries().get(0)).isEqualTo(new Entry(1, "u1", false));
        assertThat(waitlist.entries().stream().filter(entry -> !entry.left())).hasSizeGreaterThanOrEqualTo(2);
        assertThat(waitlist.entries().stream().map(Entry::ticket))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, waitlist.entries().size())
                                .boxed()
                                .toList());
        assertThat(waitlist.complete()).isFalse();
    }

    @Test
    void theWaitlistStartsAboveItsFloorAndKnowsItsEnd() throws Exception {
        waitlist(5);

        var waitlist = get(ledger.waitlist(id, 3, 10));

        assertThat(waitlist.entries()).containsExactly(new Entry(4, "u4", false), new Entry(5, "u5", false));
        assertThat(waitlist.complete()).isTrue();
    }

    @Test
    void nobodyIsReadWhenNobodyIsAskedFor() throws Exception {
        assertThat(get(ledger.waitlist(id, 0, 0)).entries()).isEmpty();
    }

    private void waitlist(int length, Integer... left) throws Exception {
        var gone = List.of(left);
        for (int ticket = 1; ticket <= length; ticket++) {
            put(tables.waitlist(), ItemMapper.item(id, new Entry(ticket, "u" + ticket, gone.contains(ticket))));
        }
    }
}
