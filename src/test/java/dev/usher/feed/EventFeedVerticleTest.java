package dev.usher.feed;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.bus.ServiceBus;
import dev.usher.events.Event;
import dev.usher.events.GetEvent;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Updates from turns and reads, and pages, over a real bus with a fake service of events. */
class EventFeedVerticleTest {
    private static final long POLL_INTERVAL_MILLIS = 20;
    private static final long NEVER = 3_600_000;

    private final Vertx vertx = Vertx.vertx();
    private final ServiceBus bus = new ServiceBus(vertx);
    private final AtomicLong stored = new AtomicLong(5);
    private final Map<String, AtomicInteger> reads = new ConcurrentHashMap<>();
    private final BlockingQueue<EventUpdates> news = new LinkedBlockingQueue<>();
    /** Reads behind an earlier version remain without an answer. */
    private final AtomicLong answeredFrom = new AtomicLong();

    private final AtomicInteger hanging = new AtomicInteger();
    private String feed;
    private final LedgerStore store = (LedgerStore) Proxy.newProxyInstance(
            LedgerStore.class.getClassLoader(), new Class<?>[] {LedgerStore.class}, (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("changes");
                long after = (long) arguments[1];
                if (after < answeredFrom.get()) {
                    hanging.incrementAndGet();
                    return Promise.promise().future();
                }
                return Future.succeededFuture(LongStream.rangeClosed(after + 1, stored.get())
                        .limit((int) arguments[2])
                        .mapToObj(version -> turn(version - 1).logged())
                        .toList());
            });

    @BeforeEach
    void deploy() throws Exception {
        get(bus.serve(GetEvent.class, q -> {
            readsOf(q.eventId()).incrementAndGet();
            long version = q.eventId().equals("e") ? stored.get() : 1;
            return Future.succeededFuture(
                    q.eventId().equals("nowhere") || version == 0
                            ? Outcome.refused(RefusalReason.EVENT_NOT_FOUND)
                            : Outcome.done(event(q.eventId(), version)));
        }));
        get(bus.<EventUpdates>listen(EventUpdates.ADDRESS, news::add));
        deployFeed(POLL_INTERVAL_MILLIS);
        get(vertx.deployVerticle(new ChangesVerticle(bus, new ChangeLog(store), Eventually.PATIENT_MILLIS)));
    }

    private void deployFeed(long pollIntervalMillis) throws Exception {
        feed = get(vertx.deployVerticle(new EventFeedVerticle(
                bus, new ChangeLog(store), new ChangeLog(store), Eventually.PATIENT_MILLIS, pollIntervalMillis)));
    }

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
        bus.close();
    }

    @Test
    void anEventThatNobodyWatchesMakesNoNews() throws Exception {
        commit(5);
        assertThat(news.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(reads).isEmpty();
    }

    @Test
    void turnsOfAWatchedEventAreNewsInTheirOrder() throws Exception {
        assertThat(watch(0)).isEqualTo(new InitialUpdates(List.of(EventUpdate.snapshot(event(5))), 5, null, true));
        for (int version = 5; version < 105; version++) {
            commit(version);
        }
        long next = 6;
        int pieces = 0;
        while (next <= 105) {
            var piece = news.poll(60, TimeUnit.SECONDS);
            assertThat(piece).isNotNull();
            for (var message : piece.messages()) {
                assertThat(message.isSnapshot()).isFalse();
                assertThat(message.version()).isEqualTo(next++);
            }
            pieces++;
        }
        assertThat(pieces).as("many versions in one piece").isLessThan(50);
    }

    /** A turn that follows on them is enough: there is no other poll. */
    @Test
    void versionsOfOtherReplicasAreNewsToo() throws Exception {
        get(vertx.undeploy(feed));
        deployFeed(NEVER);
        for (int reader = 0; reader < 20; reader++) {
            watch(0);
        }
        int before = readsOf("e").get();
        stored.set(7);
        commit(7);
        commit(8);
        long next = 6;
        while (next <= 9) {
            for (var message : news.poll(60, TimeUnit.SECONDS).messages()) {
                assertThat(message.kind()).isEqualTo(EventUpdate.Kind.CHANGES);
                assertThat(message.version()).isEqualTo(next++);
            }
        }
        assertThat(readsOf("e").get() - before).as("one look for all readers").isLessThan(10);
    }

    @Test
    void aReaderThatComesBackFromAnotherReplicaGetsEveryVersionInPieces() throws Exception {
        stored.set(100);
        watch(0);
        long known = 3;
        var piece = watch(known);
        while (!piece.complete()) {
            assertThat(piece.messages()).hasSizeBetween(1, 50);
            for (var message : piece.messages()) {
                assertThat(message.version()).isEqualTo(++known);
            }
            piece = watch(known);
        }
        assertThat(piece.version()).isEqualTo(100);
    }

    @Test
    void readersThatComeBackDoNotDelayTheVersionsOfOtherReplicas() throws Exception {
        stored.set(100);
        watch(0);
        answeredFrom.set(100);
        for (int known = 1; known <= ChangeLog.READS_AT_ONCE; known++) {
            bus.ask(new SubscribeToEvent("e", known, Promise.<Void>promise().future()), Deadline.inMillis(60_000));
        }
        Eventually.holds(() -> assertThat(hanging).hasValue(ChangeLog.READS_AT_ONCE));
        stored.set(101);
        var piece = news.poll(60, TimeUnit.SECONDS);
        assertThat(piece).isNotNull();
        assertThat(piece.last()).isEqualTo(101);
    }

    @Test
    void aPageThatWaitsIsAnsweredWhenAVersionIsCommitted() throws Exception {
        var page = bus.ask(new ListChanges("e", 5, 10, 60_000), Deadline.inMillis(60_000));
        commit(5);
        var changes = get(page).fold(done -> done, refused -> null);
        assertThat(changes.messages()).singleElement().satisfies(message -> assertThat(message.version())
                .isEqualTo(6));
        var empty = get(bus.ask(new ListChanges("e", 6, 10, 50), Deadline.inMillis(60_000)))
                .fold(done -> done, refused -> null);
        assertThat(empty.messages()).isEmpty();
        assertThat(empty.gone()).isFalse();
    }

    @Test
    void anEventIsPolledUntilItsLastReaderIsGone() throws Exception {
        Promise<Void> one = Promise.promise();
        Promise<Void> other = Promise.promise();
        watch("e", one);
        watch("e", other);
        one.complete();
        awaitPolls("e");
        other.complete();
        assertThatNoneIsPolled("e");
    }

    /** Otherwise a client could make a process poll any number of events, one request for each. */
    @Test
    void aClientThatOpensAndClosesManyStreamsLeavesNoPolls() throws Exception {
        var many = IntStream.range(0, 500).mapToObj(i -> "many-" + i).toArray(String[]::new);
        for (var eventId : many) {
            Promise<Void> over = Promise.promise();
            watch(eventId, over);
            over.complete();
        }
        assertThatNoneIsPolled(many);
    }

    @Test
    void anEventIsPolledOnlyWhileAPageWaits() throws Exception {
        var waits = bus.ask(new ListChanges("e", 5, 10, 60_000), Deadline.inMillis(60_000));
        get(bus.ask(new ListChanges("f", 1, 10, 50), Deadline.inMillis(60_000)));
        awaitPolls("e");
        assertThatNoneIsPolled("f");
        commit(5);
        get(waits);
        assertThatNoneIsPolled("e", "f");
    }

    private void awaitPolls(String eventId) {
        int before = readsOf(eventId).get();
        Eventually.holds(() -> assertThat(readsOf(eventId)).hasValueGreaterThan(before + 1));
    }

    /** Polls of another event show that time passes: all events are polled together. */
    private void assertThatNoneIsPolled(String... eventIds) throws Exception {
        watch("another", Promise.promise());
        awaitPolls("another");
        int before = reads(eventIds);
        awaitPolls("another");
        assertThat(reads(eventIds)).isEqualTo(before);
    }

    private int reads(String... eventIds) {
        return Stream.of(eventIds).mapToInt(eventId -> readsOf(eventId).get()).sum();
    }

    private AtomicInteger readsOf(String eventId) {
        return reads.computeIfAbsent(eventId, id -> new AtomicInteger());
    }

    @Test
    void readersOfAnEventThatIsRemovedLearnIt() throws Exception {
        var removed = new LinkedBlockingQueue<EventRemoved>();
        get(bus.<EventRemoved>listen(EventRemoved.ADDRESS, removed::add));
        var page = bus.ask(new ListChanges("e", 5, 10, 60_000), Deadline.inMillis(60_000));
        watch(5);
        stored.set(0);
        assertThat(get(page)).isEqualTo(Outcome.refused(RefusalReason.EVENT_NOT_FOUND));
        assertThat(removed.poll(60, TimeUnit.SECONDS)).isEqualTo(new EventRemoved("e"));
    }

    @Test
    void anEventThatIsNotThereCannotBeWatched() throws Exception {
        assertThat(get(bus.ask(new SubscribeToEvent("nowhere", 0, Future.succeededFuture()), Eventually.patient())))
                .isEqualTo(Outcome.refused(RefusalReason.EVENT_NOT_FOUND));
    }

    private InitialUpdates watch(long after) throws Exception {
        return watch("e", after, Promise.promise());
    }

    private void watch(String eventId, Promise<Void> over) throws Exception {
        watch(eventId, 0, over);
    }

    private InitialUpdates watch(String eventId, long after, Promise<Void> over) throws Exception {
        return get(bus.ask(new SubscribeToEvent(eventId, after, over.future()), Eventually.patient()))
                .fold(done -> done, refused -> null);
    }

    private void commit(long version) {
        stored.accumulateAndGet(version + 1, Math::max);
        bus.publish(Turn.ADDRESS, turn(version));
    }

    private static Turn turn(long version) {
        return new Turn(event(version), event(version + 1), List.of(), List.of(), List.of(), Timestamp.now());
    }

    private static Event event(long version) {
        return event("e", version);
    }

    private static Event event(String eventId, long version) {
        var created = new Timestamp("2026-11-22T09:30:00Z");
        return new Event(eventId, "Event", 9, true, new Event.Counts(1, 0, 0, 0, version), created, null);
    }
}
