package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.Page;
import dev.usher.bus.UnavailableException;
import dev.usher.events.Event;
import dev.usher.registrations.Registration.Status;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Positions, and pages of a waitlist. */
@ExtendWith(VertxExtension.class)
class PlacesTest {
    private static final int TICKETS = 1_000;

    private ModelTables tables;
    private ScriptedStore store;
    private ModelRegistrations registrations;
    private Places places;
    private WaitlistPages pages;

    /** A waitlist from ticket 51 to 1,000, of which every tenth left. */
    @BeforeEach
    void open(Vertx vertx) {
        tables = new ModelTables(1, true);
        for (long ticket = 51; ticket <= TICKETS; ticket++) {
            boolean left = ticket % 10 == 0;
            String user = "w" + ticket;
            tables.line.put(ticket, new Line.Place(ticket, user, left));
            if (!left) {
                tables.rows.put(user, waits(ticket));
            }
        }
        tables.rows.put("s", new Registration("e", "s", Status.REGISTERED, ModelTables.CREATED, null, null, null));
        tables.departures = Departures.of(
                IntStream.rangeClosed(6, 100).mapToObj(tens -> 10L * tens).toList());
        event(new Event.Counts(1, 855, TICKETS, 50, 7));
        tables.checkInvariants();
        store = new ScriptedStore(vertx, tables);
        registrations = new ModelRegistrations(tables);
        places = new Places(store, registrations);
        pages = new WaitlistPages(store, registrations);
    }

    private void event(Event.Counts counts) {
        tables.event = new Event("e", "Event", 1, true, counts, ModelTables.CREATED, null);
    }

    private static Registration waits(long ticket) {
        return new Registration("e", "w" + ticket, Status.WAITLISTED, ModelTables.CREATED, ticket, null, null);
    }

    @Test
    void positionCountsWhoWaitsInFront() throws Exception {
        assertThat(position(51)).isEqualTo(1);
        assertThat(position(59)).isEqualTo(9);
        assertThat(position(61)).isEqualTo(10);
        assertThat(position(999)).isEqualTo(855);
        assertThat(registrations.calls).hasSize(4).allMatch("departures 50..1000"::equals);
        assertThat(store.calls).hasSize(4).allMatch("event"::equals);
    }

    @Test
    void positionNeedsNoDeparturesWhileNobodyLeft() throws Exception {
        event(new Event.Counts(1, 9, 60, 51, 8));
        assertThat(position(59)).isEqualTo(8);
        assertThat(registrations.calls).isEmpty();
    }

    @Test
    void uncountedDeparturesAreReadFromTheEntries() throws Exception {
        tables.departures = Departures.of(List.of(60L, 70L));
        assertThat(position(999)).isEqualTo(855);
        assertThat(registrations.calls.get(registrations.calls.size() - 1)).isEqualTo("scan above 50");
        assertThat(registrations.calls).hasSize(4);
    }

    @Test
    void whoLeavesBetweenTheTwoReadsOnlyMovesPositionForward() throws Exception {
        var leaves = IntStream.iterate(901, ticket -> ticket + 10).iterator();
        registrations.beforeDepartures = () -> leave(leaves.next());
        assertThat(position(500 + 1)).isEqualTo(406);
        var inFront = List.of(51, 53, 54).iterator();
        registrations.beforeDepartures = () -> leave(inFront.next());
        assertThat(position(55)).isEqualTo(2);
        assertThat(registrations.calls).noneMatch(call -> call.startsWith("scan"));
    }

    @Test
    void rowThatIsGoneMeanwhileHasNoPosition() throws Exception {
        var row = waits(99);
        leave(99);
        assertThat(get(places.of(row))).isEmpty();
    }

    @Test
    void rowThatWasPromotedMeanwhileHasSeat() throws Exception {
        var row = waits(51);
        tables.rows.put("w51", new Registration("e", "w51", Status.REGISTERED, ModelTables.CREATED, 51L, null, null));
        event(new Event.Counts(1, 854, TICKETS, 51, 8));
        assertThat(get(places.of(row)).map(Standing::position)).contains(0);
    }

    @Test
    void rowThatNeverFitsTheWaitlistIsNoAnswer() {
        tables.rows.put("w7", waits(7));
        assertThat(places.of(waits(7)).toCompletionStage().toCompletableFuture())
                .failsWithin(60, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(UnavailableException.class);
        assertThat(store.count("event")).isLessThan(100);
    }

    @Test
    void pagesShowEachEntryOnceWithItsPosition() throws Exception {
        var shown = new ArrayList<String>();
        var cursor = WaitlistCursor.START;
        int read = 0;
        do {
            var page = page(cursor, 100);
            page.items().forEach(standing -> shown.add(standing.registration().userId() + " " + standing.position()));
            read++;
            cursor = page.next() == null ? null : WaitlistCursor.of(page.next()).orElseThrow();
        } while (cursor != null);
        var expected = new ArrayList<String>();
        tables.waitingPlaces().forEach(place -> expected.add(place.userId() + " " + (expected.size() + 1)));
        assertThat(shown).isEqualTo(expected);
        assertThat(read).isEqualTo(9);
        assertThat(registrations.calls.get(0)).isEqualTo("departures 50..1000");
        assertThat(registrations.calls.stream().filter(call -> call.startsWith("departures")))
                .as("a page reads no bits before its cursor")
                .filteredOn(call -> call.startsWith("departures 50.."))
                .hasSize(1);
        assertThat(store.calls).as("rows of users are not read").isEmpty();
    }

    @Test
    void cursorOfAnotherVersionIsCountedAnew() throws Exception {
        var next = WaitlistCursor.of(page(WaitlistCursor.START, 2).next()).orElseThrow();
        assertThat(next).isEqualTo(new WaitlistCursor(52, 2, 7));
        leave(51);
        assertThat(page(next, 1).items().get(0).position()).isEqualTo(2);
        event(new Event.Counts(1, 800, TICKETS, 109, 9));
        assertThat(page(next, 1).items().get(0).registration().userId()).isEqualTo("w111");
    }

    @Test
    void cursorWithTicketAloneIsCounted() throws Exception {
        var page = page(WaitlistCursor.of("60").orElseThrow(), 1);
        assertThat(page.items().get(0)).isEqualTo(new Standing(waits(61), 10));
    }

    @Test
    void forgedCursorChangesNothingButThatPage() throws Exception {
        assertThat(page(WaitlistCursor.of("999999999999999999.5.7").orElseThrow(), 5)
                        .items())
                .isEmpty();
        assertThat(page(WaitlistCursor.of("7.999999999.7").orElseThrow(), 1).items())
                .hasSize(1);
        assertThat(position(51)).isEqualTo(1);
    }

    @Test
    void entryWithoutTimeTakesItFromItsRow() throws Exception {
        registrations.withoutTime = true;
        assertThat(page(WaitlistCursor.START, 3).items().get(2)).isEqualTo(new Standing(waits(53), 3));
        assertThat(store.calls).containsExactly("rows");
    }

    @Test
    void entryThatLeftSinceItWasCountedIsLeftOut() throws Exception {
        registrations.beforeEntries = () -> leave(52);
        assertThat(page(WaitlistCursor.START, 3).items())
                .containsExactly(new Standing(waits(51), 1), new Standing(waits(53), 3));
    }

    @Test
    void uncountedDepartureBehindCursorIsCountedAnew() throws Exception {
        tables.departures = Departures.of(List.of(60L));
        assertThat(page(new WaitlistCursor(61, 10, 7), 10).items().stream().map(Standing::position))
                .containsExactly(11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
        assertThat(registrations.calls).contains("scan above 50");
    }

    @Test
    void entryThatIsNotYetVisibleIsReadAgain() throws Exception {
        var hidden = tables.line.remove(52L);
        var looks = new int[1];
        registrations.beforeEntries = () -> {
            if (++looks[0] == 3) {
                tables.line.put(52L, hidden);
            }
        };
        assertThat(page(WaitlistCursor.START, 3).items()).hasSize(3);
        assertThat(looks[0]).isEqualTo(3);
    }

    @Test
    void entryThatNeverShowsIsNoAnswer() {
        tables.line.remove(52L);
        assertThat(pages.page(tables.event, WaitlistCursor.START, 3)
                        .toCompletionStage()
                        .toCompletableFuture())
                .failsWithin(60, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(UnavailableException.class);
    }

    private int position(long ticket) throws Exception {
        return get(places.of(waits(ticket))).orElseThrow().position();
    }

    private Page<Standing> page(WaitlistCursor after, int limit) throws Exception {
        return get(pages.page(tables.event, after, limit));
    }

    /** Commits that somebody leaves the waitlist, as another process would. */
    private void leave(long ticket) {
        var place = tables.line.get(ticket);
        tables.line.put(ticket, new Line.Place(ticket, place.userId(), true));
        tables.rows.remove(place.userId());
        tables.departures = tables.departures.with(Departures.of(List.of(ticket)));
        var counts = tables.event.counts();
        event(new Event.Counts(
                1, counts.waitlistCount() - 1, counts.lastTicket(), counts.lineFloor(), counts.version() + 1));
        tables.checkInvariants();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
