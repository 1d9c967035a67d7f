package dev.usher.events;

import static dev.usher.acceptance.Eventually.get;
import static dev.usher.acceptance.Eventually.patient;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.ServiceBus;
import dev.usher.events.EventStore.PurgeResult;
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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
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
    void anEventIsWhoseItWasFirst() throws Exception {
        var created = done(ask(new CreateEvent("e", CONCERT, KEY, "olga")));
        assertThat(created.row().owner()).isEqualTo("olga");
        assertThat(done(ask(new CreateEvent("e", CONCERT, KEY, "olga"))).repeated())
                .isTrue();
        assertThat(ask(new CreateEvent("e", CONCERT, KEY, "oscar")))
                .isEqualTo(Outcome.refused(RefusalReason.EVENT_EXISTS));
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
        private final Map<String, Event> events = new HashMap<>();
        private final Queue<PurgeResult> purges = new ConcurrentLinkedQueue<>();

        @Override
        public Future<PurgeResult> purge(Event event) {
            return Future.succeededFuture(purges.remove());
        }

        @Override
        public Future<Event> create(Event event) {
            var existing = events.putIfAbsent(event.eventId(), event);
            return Future.succeededFuture(existing == null ? event : existing);
        }

        @Override
        public Future<Map<String, Optional<Event>>> find(Set<String> eventIds) {
            return Future.succeededFuture(eventIds.stream()
                    .filter(events::containsKey)
                    .collect(Collectors.toMap(id -> id, id -> Optional.of(events.get(id)))));
        }

        @Override
        public Future<Map<String, Optional<Event>>> findSummaries(Set<String> eventIds) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Future<Page<Event>> list(ListEvents list) {
            throw new AssertionError("not asked for");
        }
    }
}
