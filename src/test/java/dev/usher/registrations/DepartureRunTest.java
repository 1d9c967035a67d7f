package dev.usher.registrations;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.Event;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.plan.PlanInput;
import dev.usher.registrations.plan.PlanResult;
import dev.usher.registrations.plan.TurnLimits;
import dev.usher.registrations.plan.TurnPlanner;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run of waitlist entries that left, longer than one read, before the head of the waitlist. */
class DepartureRunTest extends LedgerFixture {
    private static final int ROWS_A_READ = 10;
    private static final long HEAD = 101;

    @BeforeEach
    void openWithShortReads() {
        event(1, true);
        store.tables.maxRows = ROWS_A_READ;
    }

    @Test
    void turnThatFindsOnlyDeparturesMovesFloorAndPromotesNobody() {
        var event = event(1, 2, HEAD + 1, 0);
        var planned = plan(event, departed(1, 10), unregister("s0"));
        assertThat(planned.answers()).isEmpty();
        var turn = planned.turn().orElseThrow();
        assertThat(turn.rows()).isEmpty();
        assertThat(turn.entries()).isEmpty();
        assertThat(turn.after().counts()).isEqualTo(new Event.Counts(1, 2, HEAD + 1, 10, 8));
    }

    @Test
    void turnThatPromotesFromShortReadMovesFloorBehindIt() {
        var entries = new ArrayList<>(departed(1, 9).entries());
        entries.add(new WaitlistPrefix.Entry(10, "w10", false));
        entries.addAll(departed(11, 20).entries());
        var turn = plan(event(3, 5, HEAD + 1, 0), new WaitlistPrefix(entries, false))
                .turn()
                .orElseThrow();
        assertThat(turn.promotions()).isEqualTo(1);
        assertThat(turn.after().counts()).isEqualTo(new Event.Counts(2, 4, HEAD + 1, 20, 8));
    }

    @Test
    void turnWithNothingToDoMovesNoFloor() {
        var whole = new WaitlistPrefix(List.of(new WaitlistPrefix.Entry(1, "w1", false)), true);
        assertThat(plan(event(1, 1, 1, 0), whole).turn()).isEmpty();
    }

    @Test
    void unregisterPromotesHeadBehindManyDepartures() throws Exception {
        stored(1, 1);
        assertThat(say(unregister("s0"))).containsExactly("promoted w" + HEAD);
        assertThat(store.turns).hasSize(11);
        assertThat(store.turns.subList(0, 10)).allMatch(turn -> turn.rows().isEmpty());
        assertThat(store.tables.event.counts().lineFloor()).isEqualTo(HEAD);
    }

    @Test
    void countedDeparturesArePassedInOneTurn() throws Exception {
        stored(1, 1);
        store.tables.passesDepartures = true;
        assertThat(say(unregister("s0"))).containsExactly("promoted w" + HEAD);
        assertThat(store.turns).hasSize(1);
        assertThat(store.tables.event.counts().lineFloor()).isEqualTo(HEAD);
    }

    @Test
    void entryThatWaitsBelowCountedDeparturesIsReadAgain() {
        var event = event(1, 1, HEAD + 1, 0);
        var waitlist = new WaitlistPrefix(HEAD, List.of(new WaitlistPrefix.Entry(HEAD + 1, "w", false)), true);
        assertThat(plan(event, waitlist, unregister("s0"))
                        .turn()
                        .orElseThrow()
                        .after()
                        .counts()
                        .lineFloor())
                .isEqualTo(HEAD + 1);
        var waits = Optional.of(ModelStore.waiting("w7", 7));
        var situation = new PlanInput(event, Map.of("w7", waits), Optional.of(waitlist));
        assertThat(TurnPlanner.of(situation, List.of(unregister("w7")), new TurnLimits(98, true), ModelStore.NOW))
                .isInstanceOf(PlanResult.Stale.class);
    }

    @Test
    void owedSeatsAreHandedOnBehindManyDepartures() throws Exception {
        Promise<Turn> promoted = Promise.promise();
        var listening = vertx.eventBus().<Turn>localConsumer(Turn.ADDRESS, turn -> {
            if (turn.body().promotions() > 0) {
                promoted.tryComplete(turn.body());
            }
        });
        get(listening.completion());
        stored(3, 1);
        ledger.handOn("e");
        assertThat(get(promoted.future()).after().counts()).isEqualTo(new Event.Counts(2, 0, HEAD, HEAD, 18));
    }

    /** One seat is taken, a hundred people left, and one waits behind them. */
    private void stored(int capacity, int taken) {
        var tables = store.tables;
        tables.rows.put("s0", ModelStore.seated("s0"));
        departed(1, HEAD - 1).entries().forEach(entry -> tables.waitlist.put(entry.ticket(), entry));
        LongStream.range(1, HEAD).forEach(tables.departures::add);
        tables.waitlist.put(HEAD, new WaitlistPrefix.Entry(HEAD, "w" + HEAD, false));
        tables.rows.put("w" + HEAD, ModelStore.waiting("w" + HEAD, HEAD));
        tables.event = ModelStore.event(capacity, new Event.Counts(taken, 1, HEAD, 0, 7));
        tables.checkInvariants();
    }

    private static WaitlistPrefix departed(long from, long to) {
        return new WaitlistPrefix(
                LongStream.rangeClosed(from, to)
                        .mapToObj(ticket -> new WaitlistPrefix.Entry(ticket, "w" + ticket, true))
                        .toList(),
                false);
    }

    private static PlanResult.Ready plan(Event event, WaitlistPrefix waitlist, LedgerCommand<?>... changes) {
        var situation = new PlanInput(event, Map.of("s0", Optional.of(ModelStore.seated("s0"))), Optional.of(waitlist));
        return (PlanResult.Ready) TurnPlanner.of(situation, List.of(changes), new TurnLimits(98, true), ModelStore.NOW);
    }

    private static Event event(int capacity, int waiting, long lastTicket, long floor) {
        return ModelStore.event(capacity, new Event.Counts(1, waiting, lastTicket, floor, 7));
    }
}
