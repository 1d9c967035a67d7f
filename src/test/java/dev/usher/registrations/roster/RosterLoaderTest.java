package dev.usher.registrations.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.Rows;
import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.model.summary.RosterDigest;
import dev.usher.registrations.store.ChangeStore;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.Page;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Loads whose reads are answered one at a time, so that the test sees what is read before what. */
class RosterLoaderTest {
    private static final long MIB = 1024 * 1024;
    private static final int MANY = 100_000;

    private RosterCache rosters = new RosterCache(90 * MIB);
    private final StoredEvent stored = new StoredEvent("e", 2 * RosterLoader.PAGE + 500);
    private final RosterLoader loader = loader(stored);

    @Test
    void eachPageIsAddedBeforeTheNextOneIsRead() {
        loader.missed(stored.event, MANY);
        while (!stored.open.isEmpty()) {
            assertThat(stored.open).hasSize(1);
            stored.answer();
        }

        assertThat(rosters.get(loader).orElseThrow().size()).isEqualTo(stored.rows.size());
        assertThat(stored.pages).containsExactly(RosterLoader.PAGE, RosterLoader.PAGE, 500);
        assertThat(stored.logPages).containsExactly(ChangeStore.PAGE, ChangeStore.PAGE, 0);
    }

    @Test
    void loadOfASecondEventWaitsForTheFirst() {
        var other = new StoredEvent("other", 100);
        var second = loader(other);
        loader.missed(stored.event, MANY);
        second.missed(other.event, MANY);
        assertThat(other.open).isEmpty();

        stored.answerAll();
        second.missed(other.event, 1);
        other.answerAll();
        assertThat(rosters.get(second)).isPresent();
    }

    @Test
    void loadThatFailsLetsTheNextOneBegin() {
        loader.missed(stored.event, MANY);
        stored.fails = true;
        stored.answerAll();
        assertThat(rosters.get(loader)).isEmpty();

        var other = new StoredEvent("other", 100);
        var second = loader(other);
        second.missed(other.event, MANY);
        other.answerAll();
        assertThat(rosters.get(second)).isPresent();
    }

    @Test
    void loadEndsWhenTheEventHasBecomeTooLarge() {
        rosters = new RosterCache(6 * 200 * 2 * RosterLoader.PAGE);
        var small = loader(stored);
        small.missed(new StoredEvent("e", 10).event, MANY);
        stored.answerAll();

        assertThat(stored.pages).hasSize(2);
        assertThat(rosters.get(small)).isEmpty();
    }

    @Test
    void eventThatIsTooLargeIsNotRead() {
        var large = new StoredEvent("e", 10);
        large.event = Rows.event("e", MANY, new Event.Counts(39_322, 0, 0, 0, 100, 0L));
        loader(large).missed(large.event, MANY);
        assertThat(large.open).isEmpty();
    }

    @Test
    void rowsFollowFromTheMemoryOfTheImage() {
        assertThat(rosters.maxRowsOfOne()).isEqualTo(39_321);
        assertThat(new RosterCache(4_096 * MIB).maxRowsOfOne()).isEqualTo(50_000);
    }

    /** Something else gave a registered user who never waited a {@code confirmBy}. */
    @Test
    void seatThatNeverHadATicketMayBeConfirmed() {
        var confirmed = Rows.seated("e", "ada");
        var seat = new Registration(
                "e",
                "ada",
                confirmed.status(),
                confirmed.registeredAt(),
                null,
                confirmed.promotedAt(),
                confirmed.requestKey(),
                confirmed.version(),
                Instant.parse("2030-01-01T00:00:00Z"));
        var counts = new Event.Counts(1, 0, 0, 0, 1, RosterDigest.of(seat));
        var roster = new EventRoster(Rows.event("e", 1, counts));
        roster.add(seat);
        var change = new RegistrationChange(RegistrationChange.Kind.CONFIRMED, "ada", null, null, null, null);
        var after = counts.at(2, RosterDigest.of(confirmed));
        assertThat(roster.apply(new LoggedTurn("e", Rows.NOW, after, List.of(change), Optional.empty())))
                .isTrue();
    }

    private RosterLoader loader(StoredEvent of) {
        return new RosterLoader(of.eventId, of.store(), rosters);
    }

    /** The rows and the change log of one event. Reads wait until the test answers them. */
    private static final class StoredEvent {
        private final String eventId;
        private final TreeMap<String, Registration> rows = new TreeMap<>();
        private final Deque<Runnable> open = new ArrayDeque<>();
        private final List<Integer> pages = new ArrayList<>();
        private final List<Integer> logPages = new ArrayList<>();
        private Event event;
        private boolean fails;

        StoredEvent(String eventId, int size) {
            this.eventId = eventId;
            IntStream.range(0, size).forEach(i -> rows.put("u" + i, Rows.seated(eventId, "u" + i)));
            long digest = rows.values().stream().mapToLong(RosterDigest::of).sum();
            event = Rows.event(eventId, size, new Event.Counts(size, 0, 0, 0, 100, digest));
        }

        void answer() {
            open.remove().run();
        }

        void answerAll() {
            while (!open.isEmpty()) {
                answer();
            }
        }

        LedgerStore store() {
            return (LedgerStore) Proxy.newProxyInstance(
                    LedgerStore.class.getClassLoader(),
                    new Class<?>[] {LedgerStore.class},
                    (proxy, method, arguments) -> read(method.getName(), arguments));
        }

        private Future<Object> read(String what, Object[] arguments) {
            Promise<Object> answer = Promise.promise();
            open.add(() -> {
                if (fails) {
                    answer.fail(new UnavailableException("no answer", null));
                } else {
                    answer.complete(
                            switch (what) {
                                case "event" -> Optional.of(event);
                                case "registrations" -> registrations((int) arguments[1], (String) arguments[2]);
                                case "changes" -> changes((long) arguments[1], (int) arguments[2]);
                                default -> throw new AssertionError(what);
                            });
                }
            });
            return answer.future();
        }

        private Page<Registration> registrations(int limit, String after) {
            var rest = after == null ? rows : rows.tailMap(after, false);
            var page = rest.values().stream().limit(limit).toList();
            pages.add(page.size());
            return new Page<>(
                    page, rest.size() > limit ? page.get(page.size() - 1).userId() : null);
        }

        private List<LoggedTurn> changes(long after, int max) {
            var page = LongStream.rangeClosed(after + 1, event.version())
                    .limit(max)
                    .mapToObj(version -> new LoggedTurn(
                            eventId,
                            Rows.NOW,
                            event.counts().at(version, event.counts().rosterDigest()),
                            List.of(),
                            Optional.empty()))
                    .toList();
            logPages.add(page.size());
            return page;
        }
    }
}
