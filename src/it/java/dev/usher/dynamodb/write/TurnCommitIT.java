package dev.usher.dynamodb.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.AgainstDynamoDb;
import dev.usher.dynamodb.DynamoDbEventStore;
import dev.usher.dynamodb.DynamoDbLedgerStore;
import dev.usher.dynamodb.Rows;
import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.Turn.EntryChange;
import dev.usher.registrations.model.Turn.RowChange;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.store.CommitResult;
import dev.usher.registrations.store.CommitResult.Committed;
import dev.usher.registrations.store.CommitResult.ConditionFailed;
import dev.usher.service.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every condition of a turn, holding and failing. */
class TurnCommitIT extends AgainstDynamoDb {
    private final String id = "e-" + UUID.randomUUID();
    private Event event;
    private DynamoDbLedgerStore ledger;

    @BeforeEach
    void createEvent() throws Exception {
        ledger = new DynamoDbLedgerStore(dynamo, tables, 0);
        event = get(new DynamoDbEventStore(dynamo, tables, 0).create(Rows.event(id, 2)));
    }

    @Test
    void seatsAndEntriesAreCommittedWithTheEvent() throws Exception {
        var after = Rows.with(event, 2, 1, 1, 0);
        commit(turn(
                after,
                List.of(
                        arrives(Rows.seated(id, "a")),
                        arrives(Rows.seated(id, "b")),
                        arrives(Rows.waiting(id, "c", 1))),
                List.of(new EntryChange(1, "c", true, false))));

        assertThat(get(ledger.event(id))).contains(after);
        assertThat(get(ledger.rows(id, Set.of("a", "c", "x"))))
                .isEqualTo(Map.of(
                        "a", Optional.of(Rows.seated(id, "a")),
                        "c", Optional.of(Rows.waiting(id, "c", 1)),
                        "x", Optional.empty()));
        assertThat(get(ledger.waitlist(id, 0, 1)).entries()).hasSize(1);
    }

    @Test
    void theSameCommitSentAgainIsCommittedOnce() throws Exception {
        var commit =
                ledger.prepare(turn(Rows.with(event, 1, 0, 0, 0), List.of(arrives(Rows.seated(id, "a"))), List.of()));

        assertThat(get(commit.send())).isInstanceOf(Committed.class);
        assertThat(get(commit.send())).isInstanceOf(Committed.class);
        assertThat(get(ledger.event(id)).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void anEventThatMovedOnIsHandedBackAsItStands() throws Exception {
        var earlier = event;
        var moved = Rows.with(event, 1, 0, 0, 0);
        commit(turn(moved, List.of(arrives(Rows.seated(id, "a"))), List.of()));

        var late =
                new Turn(earlier, moved, List.of(arrives(Rows.seated(id, "b"))), List.of(), List.of(), Timestamp.now());

        assertThat(get(ledger.prepare(late).send()))
                .isEqualTo(new ConditionFailed(Optional.of(moved), Map.of(), Set.of("Changes version 2")));
        assertThat(get(ledger.rows(id, Set.of("b"))).get("b")).isEmpty();
    }

    @Test
    void aVersionThatFitsIsNotEnoughWhenCapacityOrCountDiffer() throws Exception {
        for (var wrong : List.of(Rows.event(id, 3), Rows.event(id, 2, new Event.Counts(1, 0, 0, 0, 1)))) {
            var result = get(ledger.prepare(new Turn(
                            wrong, Rows.with(wrong, 1, 0, 0, 0), List.of(), List.of(), List.of(), Timestamp.now()))
                    .send());
            assertThat(result).isEqualTo(new ConditionFailed(Optional.of(event), Map.of(), Set.of()));
        }
    }

    @Test
    void rowsThatAreNotAsAssumedAreHandedBack() throws Exception {
        var a = Rows.seated(id, "a");
        var c = Rows.waiting(id, "c", 1);
        commit(turn(
                Rows.with(event, 1, 1, 1, 0),
                List.of(arrives(a), arrives(c)),
                List.of(new EntryChange(1, "c", true, false))));

        assertRefuted(new RowChange("a", Optional.empty(), Optional.of(a)), Optional.of(a));
        assertRefuted(new RowChange("a", Optional.empty(), Optional.empty()), Optional.of(a));
        assertRefuted(leaves(Rows.waiting(id, "a", 1)), Optional.of(a));
        assertRefuted(leaves(Rows.seated(id, "c")), Optional.of(c));
        assertRefuted(leaves(Rows.waiting(id, "c", 2)), Optional.of(c));
        assertRefuted(leaves(Rows.promoted(c)), Optional.of(c));
        assertRefuted(leaves(Rows.seated(id, "x")), Optional.empty());
        assertRefuted(stays(Rows.waiting(id, "c", 3)), Optional.of(c));
        assertRefuted(stays(Rows.seated(id, "x")), Optional.empty());
        assertRefuted(leaves(a.confirmed(9)), Optional.of(a));
        assertRefuted(stays(a.confirmed(9)), Optional.of(a));
        var other = Rows.waiting(id, "c", 2);
        assertRefuted(new RowChange("c", Optional.of(other), Optional.of(Rows.promoted(other))), Optional.of(c));
    }

    @Test
    void rowsThatAreAsAssumedAreRemovedPromotedOrOnlyChecked() throws Exception {
        var a = Rows.seated(id, "a");
        var b = Rows.seated(id, "b");
        var c = Rows.waiting(id, "c", 1);
        commit(turn(
                Rows.with(event, 2, 1, 1, 0),
                List.of(arrives(a), arrives(b), arrives(c)),
                List.of(new EntryChange(1, "c", true, false))));

        commit(turn(
                Rows.with(event, 2, 0, 1, 1),
                List.of(
                        leaves(a),
                        stays(b),
                        new RowChange("x", Optional.empty(), Optional.empty()),
                        new RowChange("c", Optional.of(c), Optional.of(Rows.promoted(c)))),
                List.of()));

        assertThat(get(ledger.rows(id, Set.of("a", "b", "c", "x"))))
                .isEqualTo(Map.of(
                        "a", Optional.empty(),
                        "b", Optional.of(b),
                        "c", Optional.of(Rows.promoted(c)),
                        "x", Optional.empty()));
    }

    @Test
    void anEntryIsMarkedLeftOnceAndNeverInvented() throws Exception {
        var c = Rows.waiting(id, "c", 1);
        commit(turn(Rows.with(event, 0, 1, 1, 0), List.of(arrives(c)), List.of(new EntryChange(1, "c", true, false))));
        var another = new EntryChange(1, "d", false, true);
        var noSuchEntry = new EntryChange(2, "c", false, true);
        var mark = new EntryChange(1, "c", false, true);

        assertEntryRefuted(another);
        assertEntryRefuted(noSuchEntry);
        commit(turn(Rows.with(event, 0, 0, 1, 0), List.of(leaves(c)), List.of(mark)));
        assertEntryRefuted(mark);

        var waitlist = get(ledger.waitlist(id, 0, 5));
        assertThat(waitlist.entries())
                .singleElement()
                .matches(entry -> entry.left() && entry.userId().equals(Entry.NO_USER));
        assertThat(waitlist.complete()).isTrue();
    }

    @Test
    void theEntryOfAPromotedUserIsDeletedWithTheSeat() throws Exception {
        var c = Rows.waiting(id, "c", 1);
        commit(turn(Rows.with(event, 0, 1, 1, 0), List.of(arrives(c)), List.of(new EntryChange(1, "c", true, false))));
        var promoted = Rows.promoted(c);
        commit(turn(
                Rows.with(event, 1, 0, 1, 1),
                List.of(new RowChange("c", Optional.of(c), Optional.of(promoted))),
                List.of()));
        assertThat(get(ledger.waitlist(id, 0, 1)).entries()).hasSize(1);

        commit(turn(Rows.with(event, 0, 0, 1, 1), List.of(leaves(promoted)), List.of(EntryChange.deletion(1, "c"))));
        assertThat(get(ledger.waitlist(id, 0, 1)).entries()).isEmpty();
        commit(turn(Rows.with(event, 0, 0, 1, 1), List.of(), List.of(EntryChange.deletion(1, "c"))));
    }

    @Test
    void aTicketIsGivenOnceAndMayBeLeftFromTheStart() throws Exception {
        var left = new EntryChange(1, "c", true, true);
        commit(turn(Rows.with(event, 0, 0, 1, 0), List.of(), List.of(left)));

        assertEntryRefuted(new EntryChange(1, "d", true, false));
        assertThat(get(ledger.waitlist(id, 0, 1)).entries()).singleElement().matches(entry -> entry.left());
    }

    @Test
    void allThatFailsIsReportedAtOnce() throws Exception {
        var result = get(ledger.prepare(new Turn(
                        Rows.event(id, 9),
                        Rows.with(Rows.event(id, 9), 1, 0, 0, 0),
                        List.of(leaves(Rows.seated(id, "x")), arrives(Rows.seated(id, "y"))),
                        List.of(new EntryChange(7, "z", false, true)),
                        List.of(),
                        Timestamp.now()))
                .send());

        assertThat(result)
                .isEqualTo(new ConditionFailed(
                        Optional.of(event), Map.of("x", Optional.empty()), Set.of("Waitlist ticket 7")));
    }

    @Test
    void aRaisedCapacityAndANewNameAreWritten() throws Exception {
        var counts = new Event.Counts(0, 0, 0, 0, 2);
        var after = new Event(id, "Renamed", 500, false, counts, event.createdAt(), null);
        commit(turn(after, List.of(), List.of()));

        assertThat(get(ledger.event(id))).contains(after);
    }

    @Test
    void anEventOwesSeatsWhileSomeAreFreeAndSomeoneWaits() throws Exception {
        commit(turn(Rows.with(event, 1, 1, 1, 0), List.of(), List.of(new EntryChange(1, "c", true, false))));
        assertThat(get(ledger.eventsOwingSeats())).contains(id);

        commit(turn(Rows.with(event, 2, 0, 1, 1), List.of(), List.of()));
        assertThat(get(ledger.eventsOwingSeats())).doesNotContain(id);
    }

    private void assertRefuted(RowChange change, Optional<Registration> existing) throws Exception {
        var result = get(ledger.prepare(turn(Rows.with(event, 1, 0, 1, 0), List.of(change), List.of()))
                .send());
        assertThat(result)
                .isEqualTo(new ConditionFailed(Optional.empty(), Map.of(change.userId(), existing), Set.of()));
    }

    private void assertEntryRefuted(EntryChange change) throws Exception {
        var result = get(ledger.prepare(turn(Rows.with(event, 0, 0, 1, 0), List.of(), List.of(change)))
                .send());
        assertThat(result)
                .isEqualTo(
                        new ConditionFailed(Optional.empty(), Map.of(), Set.of("Waitlist ticket " + change.ticket())));
    }

    private void commit(Turn turn) throws Exception {
        CommitResult result = get(ledger.prepare(turn).send());
        assertThat(result).isEqualTo(new Committed());
        event = turn.after();
    }

    private Turn turn(Event after, List<RowChange> rows, List<EntryChange> entries) {
        return new Turn(event, after, rows, entries, List.of(), Timestamp.now());
    }

    private static RowChange arrives(Registration row) {
        return new RowChange(row.userId(), Optional.empty(), Optional.of(row));
    }

    private static RowChange leaves(Registration row) {
        return new RowChange(row.userId(), Optional.of(row), Optional.empty());
    }

    private static RowChange stays(Registration row) {
        return new RowChange(row.userId(), Optional.of(row), Optional.of(row));
    }
}
