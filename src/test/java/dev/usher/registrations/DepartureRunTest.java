package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.Bus;
import dev.usher.bus.Deadline;
import dev.usher.events.Event;
import dev.usher.registrations.Registration.Status;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run of waitlist entries that left, longer than one read, before the head of the waitlist. */
@ExtendWith(VertxExtension.class)
class DepartureRunTest {
    private static final int ROWS_A_READ = 10;
    private static final long HEAD = 101;

    private Bus bus;
    private ScriptedStore store;
    private SeatLedger ledger;

    @BeforeEach
    void open(Vertx vertx) {
        bus = new Bus(vertx);
        store = new ScriptedStore(vertx, new ModelTables(1, true));
        store.tables.maxRows = ROWS_A_READ;
        ledger = new SeatLedger(vertx, bus, store, 60_000, LedgerWatch.NONE);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void turnThatFindsOnlyDeparturesMovesFloorAndPromotesNobody() {
        var event = event(1, 2, HEAD + 1, 0);
        var planned = plan(event, departed(1, 10), unregister());
        assertThat(planned.answers()).isEmpty();
        var turn = planned.turn().orElseThrow();
        assertThat(turn.rows()).isEmpty();
        assertThat(turn.line()).isEmpty();
        assertThat(turn.after().counts()).isEqualTo(new Event.Counts(1, 2, HEAD + 1, 10, 8));
    }

    @Test
    void turnThatPromotesFromShortReadMovesFloorBehindIt() {
        var places = new ArrayList<>(departed(1, 9).places());
        places.add(new Line.Place(10, "w10", false));
        places.addAll(departed(11, 20).places());
        var turn =
                plan(event(3, 5, HEAD + 1, 0), new Line(places, false)).turn().orElseThrow();
        assertThat(turn.promotions()).isEqualTo(1);
        assertThat(turn.after().counts()).isEqualTo(new Event.Counts(2, 4, HEAD + 1, 20, 8));
    }

    @Test
    void turnWithNothingToDoMovesNoFloor() {
        var whole = new Line(List.of(new Line.Place(1, "w1", false)), true);
        assertThat(plan(event(1, 1, 1, 0), whole).turn()).isEmpty();
    }

    @Test
    void unregisterPromotesHeadBehindManyDepartures() throws Exception {
        stored(1, 1);
        assertThat(answer(ledger.submit(unregister()).map(Reference::text))).isEqualTo("promoted w" + HEAD);
        assertThat(store.turns).hasSize(11);
        assertThat(store.turns.subList(0, 10)).allMatch(turn -> turn.rows().isEmpty());
        assertThat(store.tables.event.counts().lineFloor()).isEqualTo(HEAD);
    }

    @Test
    void countedDeparturesArePassedInOneTurn() throws Exception {
        stored(1, 1);
        store.tables.passesDepartures = true;
        assertThat(answer(ledger.submit(unregister()).map(Reference::text))).isEqualTo("promoted w" + HEAD);
        assertThat(store.turns).hasSize(1);
        assertThat(store.tables.event.counts().lineFloor()).isEqualTo(HEAD);
    }

    @Test
    void entryThatWaitsBelowCountedDeparturesIsReadAgain() {
        var event = event(1, 1, HEAD + 1, 0);
        var line = new Line(HEAD, List.of(new Line.Place(HEAD + 1, "w", false)), true);
        assertThat(plan(event, line, unregister())
                        .turn()
                        .orElseThrow()
                        .after()
                        .counts()
                        .lineFloor())
                .isEqualTo(HEAD + 1);
        var waits = new Registration("e", "w7", Status.WAITLISTED, ModelTables.CREATED, 7L, null, null);
        var situation = new Situation(event, Map.of("w7", Optional.of(waits)), Optional.of(line));
        assertThat(Plan.of(
                        situation,
                        List.of(new Unregister("e", "w7", null, Deadline.inMillis(60_000))),
                        new Limits(98, true),
                        ModelTables.NOW))
                .isInstanceOf(Planned.Stale.class);
    }

    @Test
    void owedSeatsAreHandedOnBehindManyDepartures(Vertx vertx) throws Exception {
        Promise<Turn> promoted = Promise.promise();
        var listening = vertx.eventBus().<Turn>localConsumer(Turn.ADDRESS, turn -> {
            if (turn.body().promotions() > 0) {
                promoted.tryComplete(turn.body());
            }
        });
        answer(listening.completion());
        stored(3, 1);
        ledger.handOn("e");
        assertThat(answer(promoted.future()).after().counts()).isEqualTo(new Event.Counts(2, 0, HEAD, HEAD, 18));
    }

    /** One seat is taken, a hundred people left, and one waits behind them. */
    private void stored(int capacity, int taken) {
        var tables = store.tables;
        tables.rows.put("s0", new Registration("e", "s0", Status.REGISTERED, ModelTables.CREATED, null, null, null));
        departed(1, HEAD - 1).places().forEach(place -> tables.line.put(place.ticket(), place));
        LongStream.range(1, HEAD).forEach(tables.departures::add);
        tables.line.put(HEAD, new Line.Place(HEAD, "w" + HEAD, false));
        tables.rows.put(
                "w" + HEAD,
                new Registration("e", "w" + HEAD, Status.WAITLISTED, ModelTables.CREATED, HEAD, null, null));
        var counts = new Event.Counts(taken, 1, HEAD, 0, 7);
        tables.event = new Event("e", "Event", capacity, true, counts, ModelTables.CREATED, null);
        tables.checkInvariants();
    }

    private static Line departed(long from, long to) {
        return new Line(
                LongStream.rangeClosed(from, to)
                        .mapToObj(ticket -> new Line.Place(ticket, "w" + ticket, true))
                        .toList(),
                false);
    }

    private static Planned.Ready plan(Event event, Line line, Change<?>... changes) {
        var seated = Optional.of(new Registration("e", "s0", Status.REGISTERED, ModelTables.CREATED, null, null, null));
        var situation = new Situation(event, Map.of("s0", seated), Optional.of(line));
        return (Planned.Ready) Plan.of(situation, List.of(changes), new Limits(98, true), ModelTables.NOW);
    }

    private static Unregister unregister() {
        return new Unregister("e", "s0", null, Deadline.inMillis(60_000));
    }

    private static Event event(int capacity, int waiting, long lastTicket, long floor) {
        var counts = new Event.Counts(1, waiting, lastTicket, floor, 7);
        return new Event("e", "Event", capacity, true, counts, ModelTables.CREATED, null);
    }

    private static <T> T answer(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
