package dev.usher.events;

import static dev.usher.acceptance.Eventually.get;
import static dev.usher.acceptance.Eventually.patient;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.ServiceBus;
import dev.usher.events.EventStore.PurgeResult;
import dev.usher.service.CreateResult;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import dev.usher.service.RefusalReason;
import dev.usher.service.Request;
import dev.usher.service.RequestKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventVerticleTest {
    private static final RequestKey KEY = new RequestKey("key", "concert");
    private static final EventDetails CONCERT = new EventDetails("Concert", 5, true);

    private final Vertx vertx = Vertx.vertx();
    private final ServiceBus bus = new ServiceBus(vertx);
    private final StubEventStore store = new StubEventStore();

    @BeforeEach
    void deploy() throws Exception {
        get(vertx.deployVerticle(new EventVerticle(bus, store)));
    }

    @AfterEach
    void close() throws Exception {
        bus.close();
        get(vertx.close());
    }

    @Test
    void anEventIsCreatedEmptyAndFound() throws Exception {
        var created = done(ask(new CreateEvent("e", CONCERT, null, null)));

        assertThat(created.repeated()).isFalse();
        assertThat(created.row().counts()).isEqualTo(Event.Counts.NEW);
        assertThat(ask(new GetEvent("e"))).isEqualTo(Outcome.done(created.row()));
    }

    @Test
    void anIdIsMadeForWhoBringsNone() throws Exception {
        assertThat(done(ask(new CreateEvent(null, CONCERT, null, null))).row().eventId())
                .hasSize(36);
    }

    @Test
    void anIdThatIsTakenIsRefusedUnlessTheRequestIsRepeated() throws Exception {
        var created = done(ask(new CreateEvent("e", CONCERT, KEY, null)));

        assertThat(ask(new CreateEvent("e", CONCERT, KEY, null)))
                .isEqualTo(Outcome.done(new CreateResult<>(created.row(), true)));
        assertThat(ask(new CreateEvent("e", CONCERT, null, null)))
                .isEqualTo(Outcome.refused(RefusalReason.EVENT_EXISTS));
    }

    @Test
    void anEventIsWhoseItWasFirst() throws Exception {
        var created = done(ask(new CreateEvent("e", CONCERT, KEY, "olga")));
        assertThat(created.row().owner()).isEqualTo("olga");
        assertThat(done(ask(new CreateEvent("e", CONCERT, KEY, "olga"))).repeated())
                .isTrue();
        assertThat(ask(new CreateEvent("e", CONCERT, KEY, "oscar")))
                .isEqualTo(Outcome.refused(RefusalReason.EVENT_EXISTS));
    }

    @Test
    void anEventThatDoesNotExistIsNotFound() throws Exception {
        assertThat(ask(new GetEvent("e"))).isEqualTo(Outcome.refused(RefusalReason.EVENT_NOT_FOUND));
    }

    @Test
    void aPurgeIsRepeatedWhileTheEventChanges() throws Exception {
        var created = done(ask(new CreateEvent("e", CONCERT, null, null))).row();
        store.purges.addAll(List.of(PurgeResult.CHANGED, PurgeResult.CHANGED, PurgeResult.DONE));
        assertThat(ask(purge(patient()))).isEqualTo(Outcome.done(created));
        assertThat(store.purges).isEmpty();
        store.purges.add(PurgeResult.HAS_HISTORY);
        assertThat(ask(purge(patient()))).isEqualTo(Outcome.refused(RefusalReason.EVENT_HAS_HISTORY));
        store.purges.add(PurgeResult.CHANGED);
        assertThat(ask(purge(Deadline.inMillis(0)))).isEqualTo(Outcome.refused(RefusalReason.BUSY));
        assertThat(ask(new PurgeEvent("e", new DetailsCondition(Set.of(2L)), patient())))
                .isEqualTo(Outcome.refused(RefusalReason.PRECONDITION_FAILED));
        assertThat(ask(new PurgeEvent("f", DetailsCondition.ANY, patient())))
                .isEqualTo(Outcome.refused(RefusalReason.EVENT_NOT_FOUND));
    }

    private static PurgeEvent purge(Deadline deadline) {
        return new PurgeEvent("e", DetailsCondition.ANY, deadline);
    }

    @Test
    void eventsAreListed() throws Exception {
        var one = done(ask(new CreateEvent("e1", CONCERT, null, null))).row();
        var two = done(ask(new CreateEvent("e2", CONCERT, null, null))).row();

        assertThat(ask(new ListEvents(null, null, null, null, 1, null)))
                .isEqualTo(Outcome.done(new Page<>(List.of(one), "none.e1")));
        assertThat(ask(new ListEvents(null, null, null, null, 1, new EventListCursor(null, "e1"))))
                .isEqualTo(Outcome.done(new Page<>(List.of(two), null)));
    }

    private <A> Outcome<A> ask(Request<A> request) throws Exception {
        return get(bus.ask(request, patient()));
    }

    private static <A> A done(Outcome<A> outcome) {
        return outcome.fold(answer -> answer, refused -> {
            throw new AssertionError(refused.toString());
        });
    }

    /** Events in memory, by id, and the next results of purges. */
    private static final class StubEventStore implements EventStore {
        private final TreeMap<String, Event> events = new TreeMap<>();
        private final Queue<PurgeResult> purges = new ConcurrentLinkedQueue<>();

        @Override
        public Future<PurgeResult> purge(Event event) {
            return Future.succeededFuture(purges.remove());
        }

        @Override
        public Future<Event> create(Event event) {
            var standing = events.putIfAbsent(event.eventId(), event);
            return Future.succeededFuture(standing == null ? event : standing);
        }

        @Override
        public Future<Map<String, Optional<Event>>> find(Set<String> eventIds) {
            var found = new HashMap<String, Optional<Event>>();
            events.forEach((id, event) -> found.put(id, Optional.of(event)));
            found.keySet().retainAll(eventIds);
            return Future.succeededFuture(found);
        }

        @Override
        public Future<Map<String, Optional<Event>>> findSummaries(Set<String> eventIds) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Future<Page<Event>> list(ListEvents list) {
            var rest = List.copyOf(
                    (list.after() == null ? events : events.tailMap(list.after().eventId(), false)).values());
            var items = rest.subList(0, Math.min(list.limit(), rest.size()));
            var last = items.isEmpty() ? null : items.get(items.size() - 1);
            return Future.succeededFuture(new Page<>(
                    items,
                    rest.size() > list.limit()
                            ? new EventListCursor(last.terms().get(EventField.STARTS_AT), last.eventId()).text()
                            : null));
        }
    }
}
