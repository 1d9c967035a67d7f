package dev.usher.dynamodb.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.AgainstDynamoDb;
import dev.usher.dynamodb.DynamoDbLedgerStore;
import dev.usher.dynamodb.Rows;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.Event;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.Turn.EntryChange;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.store.CommitResult.Committed;
import dev.usher.service.Timestamp;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Departures as turns count them, and the reads of them and of the entries. */
class DepartureRowsIT extends AgainstDynamoDb {
    private static final List<Long> TICKETS = List.of(1L, 100L, 101L, 3_999L, 4_000L, 4_001L, 8_000L, 8_001L);

    private final String id = "e-" + UUID.randomUUID();
    private DynamoDbLedgerStore ledger;
    private Event event;

    @BeforeEach
    void writeWaitlist() throws Exception {
        ledger = new DynamoDbLedgerStore(dynamo, tables, 0);
        event = Rows.event(id, 1, new Event.Counts(1, 8_001, 8_001, 0, 9));
        put(tables.events(), ItemMapper.item(event));
        for (long ticket : TICKETS) {
            put(tables.waitlist(), ItemMapper.item(id, new Entry(ticket, "u" + ticket, false)));
        }
    }

    @Test
    void turnCountsTheEntriesThatItMarksLeftAboveItsFloor() throws Exception {
        leave(0, 1, 4_000, 8_001);
        leave(3_999, 100, 101, 3_999, 8_000);

        assertThat(departures(0, 8_001)).containsExactly(1L, 4_000L, 8_000L, 8_001L);
    }

    @Test
    void turnThatIsSentAgainCountsOnce() throws Exception {
        var commit = ledger.prepare(leaving(0, 101));
        assertThat(get(commit.send())).isInstanceOf(Committed.class);
        assertThat(get(commit.send())).isInstanceOf(Committed.class);

        assertThat(departures(0, 8_001)).containsExactly(101L);
    }

    @Test
    void rowsOfOtherTicketsAreNotRead() throws Exception {
        leave(0, 1, 4_001, 8_001);

        assertThat(departures(4_000, 8_000)).containsExactly(4_001L);
        assertThat(departures(4_000, 4_000)).isEmpty();
    }

    @Test
    void newEntryKeepsTheTimeOfItsRegistration() throws Exception {
        var turn = turn(8_002, 0, List.of(new EntryChange(8_002, "new", true, false)));
        assertThat(get(ledger.prepare(turn).send())).isInstanceOf(Committed.class);

        assertThat(get(ledger.waitlist(id, 8_001, 1)).entries())
                .containsExactly(new Entry(8_002, "new", false, turn.at()));
    }

    /** Of the tickets that were written. */
    private List<Long> departures(long floor, long upTo) throws Exception {
        var departures = get(ledger.departures(id, floor, upTo));
        return TICKETS.stream().filter(departures::has).toList();
    }

    private void leave(long floor, long... tickets) throws Exception {
        assertThat(get(ledger.prepare(leaving(floor, tickets)).send())).isInstanceOf(Committed.class);
        event = get(ledger.event(id)).orElseThrow();
    }

    private Turn leaving(long floor, long... tickets) {
        var changes = LongStream.of(tickets)
                .mapToObj(ticket -> new EntryChange(ticket, "u" + ticket, false, true))
                .toList();
        return turn(8_001, floor, changes);
    }

    private Turn turn(long lastTicket, long floor, List<EntryChange> changes) {
        int left = (int) Stream.of(changes)
                .flatMap(List::stream)
                .filter(EntryChange::left)
                .count();
        var after = Rows.with(event, 1, event.counts().waitlistCount() - left, lastTicket, floor);
        return new Turn(event, after, List.of(), changes, List.of(), Timestamp.now());
    }
}
