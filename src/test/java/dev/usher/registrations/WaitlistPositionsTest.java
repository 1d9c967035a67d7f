package dev.usher.registrations;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.service.Page;
import dev.usher.service.UnavailableException;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waitlist positions, and pages of a waitlist. */
@ExtendWith(VertxExtension.class)
class WaitlistPositionsTest {
    private static final int TICKETS = 1_000;

    private ModelStore tables;
    private ScriptedStore store;
    private WaitlistPositions positions;

    /** A waitlist from ticket 51 to 1,000, of which every tenth left. */
    @BeforeEach
    void open(Vertx vertx) {
        tables = new ModelStore(1, true);
        for (long ticket = 51; ticket <= TICKETS; ticket++) {
            boolean left = ticket % 10 == 0;
            String user = "w" + ticket;
            tables.waitlist.put(ticket, new WaitlistPrefix.Entry(ticket, user, left, ModelStore.CREATED));
            if (!left) {
                tables.rows.put(user, waits(ticket));
            }
        }
        tables.rows.put("s", ModelStore.seated("s"));
        IntStream.rangeClosed(6, 100).forEach(tens -> tables.departures.add(10L * tens));
        event(new Event.Counts(1, 855, TICKETS, 50, 7));
        tables.checkInvariants();
        store = new ScriptedStore(vertx, tables);
        positions = new WaitlistPositions(store);
    }

    private void event(Event.Counts counts) {
        tables.event = ModelStore.event(1, counts);
    }

    private static Registration waits(long ticket) {
        return ModelStore.waiting("w" + ticket, ticket);
    }

    @Test
    void positionCountsWhoWaitsInFront() throws Exception {
        assertThat(position(51)).isEqualTo(1);
        assertThat(position(59)).isEqualTo(9);
        assertThat(position(61)).isEqualTo(10);
        assertThat(position(999)).isEqualTo(855);
        assertThat(store.departures).hasSize(4).allMatch("departures 50..1000"::equals);
        assertThat(store.calls).hasSize(4).allMatch("event"::equals);
    }

    /** As for a page of a user's events, whose rows were just read. */
    @Test
    void positionsAtOnceShareOneReadAndReadNoEventAgain(Vertx vertx) throws Exception {
        Promise<CompositeFuture> all = Promise.promise();
        vertx.runOnContext(round -> Future.all(LongStream.rangeClosed(51, 59)
                        .mapToObj(ticket -> positions.of(waits(ticket), tables.event))
                        .toList())
                .onComplete(all));
        assertThat(get(all.future()).<Optional<RegistrationView>>list())
                .extracting(found -> found.orElseThrow().position())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(store.departures).hasSize(1);
        assertThat(store.calls).isEmpty();
    }

    @Test
    void positionNeedsNoDeparturesWhileNobodyLeft() throws Exception {
        event(new Event.Counts(1, 9, 60, 51, 8));
        assertThat(position(59)).isEqualTo(8);
        assertThat(store.departures).isEmpty();
    }

    @Test
    void uncountedDeparturesAreReadFromTheEntries() throws Exception {
        tables.departures.retainAll(List.of(60L, 70L));
        tables.maxRows = 100;
        assertThat(position(999)).isEqualTo(855);
        assertThat(store.departures).hasSize(3);
        assertThat(store.count("waitlist")).isEqualTo(10);
    }

    @Test
    void whoLeavesBetweenTheTwoReadsOnlyMovesPositionForward() throws Exception {
        var leaves = IntStream.iterate(901, ticket -> ticket + 10).iterator();
        store.beforeDepartures = () -> leave(leaves.next());
        assertThat(position(500 + 1)).isEqualTo(406);
        var inFront = List.of(51, 53, 54).iterator();
        store.beforeDepartures = () -> leave(inFront.next());
        assertThat(position(55)).isEqualTo(2);
        assertThat(store.count("waitlist")).isZero();
    }

    @Test
    void rowThatIsGoneMeanwhileHasNoPosition() throws Exception {
        var row = waits(99);
        leave(99);
        assertThat(get(positions.of(row))).isEmpty();
    }

    @Test
    void rowThatWasPromotedMeanwhileHasSeat() throws Exception {
        var row = waits(51);
        tables.rows.put("w51", new Registration("e", "w51", Status.REGISTERED, ModelStore.CREATED, 51L, null, null));
        event(new Event.Counts(1, 854, TICKETS, 51, 8));
        assertThat(get(positions.of(row)).map(RegistrationView::position)).contains(0);
    }

    @Test
    void rowThatNeverFitsTheWaitlistIsNoAnswer() {
        tables.rows.put("w7", waits(7));
        assertThatThrownBy(() -> get(positions.of(waits(7)))).hasCauseInstanceOf(UnavailableException.class);
        assertThat(store.count("event")).isLessThan(100);
    }

    @Test
    void pagesShowEachEntryOnceWithItsPosition() throws Exception {
        var shown = new ArrayList<String>();
        var cursor = WaitlistCursor.START;
        int read = 0;
        do {
            var page = page(cursor, 100);
            page.items().forEach(view -> shown.add(view.registration().userId() + " " + view.position()));
            read++;
            cursor = page.next() == null ? null : WaitlistCursor.of(page.next()).orElseThrow();
        } while (cursor != null);
        var expected = new ArrayList<String>();
        tables.waitingEntries().forEach(entry -> expected.add(entry.userId() + " " + (expected.size() + 1)));
        assertThat(shown).isEqualTo(expected);
        assertThat(read).isEqualTo(9);
        assertThat(store.departures).as("each page goes on from its cursor").isEmpty();
        assertThat(store.calls).as("rows of users are not read").allMatch("waitlist"::equals);
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
        assertThat(page.items().get(0)).isEqualTo(new RegistrationView(waits(61), 10));
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
        tables.waitlist.replaceAll((ticket, entry) -> new WaitlistPrefix.Entry(ticket, entry.userId(), entry.left()));
        assertThat(page(WaitlistCursor.START, 3).items().get(2)).isEqualTo(new RegistrationView(waits(53), 3));
        assertThat(store.calls).containsExactly("waitlist", "rows");
    }

    @Test
    void entryThatLeftSinceTheEventWasReadIsLeftOut() throws Exception {
        var event = tables.event;
        leave(52);
        assertThat(get(positions.page(event, WaitlistCursor.START, 2)).items())
                .containsExactly(new RegistrationView(waits(51), 1), new RegistrationView(waits(53), 2));
    }

    @Test
    void pageThatMeetsManyWhoLeftIsShort() throws Exception {
        IntStream.rangeClosed(61, 89).filter(ticket -> ticket % 10 != 0).forEach(this::leave);
        tables.maxRows = 20;
        var first = page(WaitlistCursor.START, 15);
        assertThat(first.items()).hasSize(9);
        var second = page(WaitlistCursor.of(first.next()).orElseThrow(), 15);
        assertThat(second.items()).isEmpty();
        var third = page(WaitlistCursor.of(second.next()).orElseThrow(), 15);
        assertThat(third.items().get(0)).isEqualTo(new RegistrationView(waits(91), 10));
    }

    @Test
    void entryThatIsNotYetVisibleIsReadAgain() throws Exception {
        var hidden = tables.waitlist.remove(52L);
        IntStream.range(0, 2).forEach(look -> store.waitlists.add(tables.read(50, 4)));
        tables.waitlist.put(52L, hidden);
        assertThat(page(WaitlistCursor.START, 3).items()).hasSize(3);
        assertThat(store.count("waitlist")).isEqualTo(3);
    }

    @Test
    void entryThatNeverShowsIsNoAnswer() {
        tables.waitlist.remove(52L);
        assertThatThrownBy(() -> page(WaitlistCursor.START, 3)).hasCauseInstanceOf(UnavailableException.class);
    }

    private int position(long ticket) throws Exception {
        return get(positions.of(waits(ticket))).orElseThrow().position();
    }

    private Page<RegistrationView> page(WaitlistCursor after, int limit) throws Exception {
        return get(positions.page(tables.event, after, limit));
    }

    /** Commits that somebody leaves the waitlist, as another process would. */
    private void leave(long ticket) {
        var entry = tables.waitlist.get(ticket);
        tables.waitlist.put(ticket, new WaitlistPrefix.Entry(ticket, entry.userId(), true, ModelStore.CREATED));
        tables.rows.remove(entry.userId());
        tables.departures.add(ticket);
        var counts = tables.event.counts();
        event(new Event.Counts(
                1, counts.waitlistCount() - 1, counts.lastTicket(), counts.lineFloor(), counts.version() + 1));
        tables.checkInvariants();
    }
}
