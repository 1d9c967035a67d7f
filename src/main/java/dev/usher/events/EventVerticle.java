package dev.usher.events;

import dev.usher.batching.CoalescingLoader;
import dev.usher.bus.ServiceBus;
import dev.usher.service.CreateResult;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import dev.usher.service.RefusalReason;
import dev.usher.service.RequestKey;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Service that creates, reads, lists and purges events. Concurrent requests for an event share its next read. */
public final class EventVerticle extends VerticleBase {
    private static final int KEYS_A_READ = 100;
    private static final int READS_AT_ONCE = 2;
    /** Pause before an event that changes is purged again. */
    private static final long PURGE_PAUSE_MILLIS = 50;

    private final ServiceBus bus;
    private final EventStore store;
    private final CoalescingLoader<String, Optional<Event>> reads;

    public EventVerticle(ServiceBus bus, EventStore store) {
        this.bus = bus;
        this.store = store;
        this.reads = new CoalescingLoader<>(store::find, KEYS_A_READ, READS_AT_ONCE);
    }

    @Override
    public Future<?> start() {
        return Future.all(
                bus.serve(CreateEvent.class, this::create),
                bus.serve(GetEvent.class, this::find),
                bus.serve(PurgeEvent.class, this::purge),
                bus.serve(ListEvents.class, this::list));
    }

    private Future<Outcome<CreateResult<Event>>> create(CreateEvent request) {
        var invalid = request.terms().invalid();
        if (invalid.isPresent()) {
            return Future.succeededFuture(Outcome.refused(RefusalReason.INVALID_DETAILS, invalid.get()));
        }
        var event = new Event(
                request.eventId() == null ? UUID.randomUUID().toString() : request.eventId(),
                request.terms(),
                Event.Status.SCHEDULED,
                Event.Counts.NEW,
                Timestamp.now(),
                request.requestKey() == null ? null : request.requestKey().stored(),
                request.owner());
        return store.create(event).map(stored -> created(event, stored, request.requestKey()));
    }

    /**
     * Compares by identity: the store returns the very instance of the moment only if this request created the event.
     */
    private Outcome<CreateResult<Event>> created(Event wanted, Event stored, RequestKey key) {
        if (stored.createdAt() == wanted.createdAt()) {
            bus.publish(EventCreated.ADDRESS, new EventCreated(stored.eventId()));
            return Outcome.done(new CreateResult<>(stored, false));
        }
        return Objects.equals(wanted.owner(), stored.owner())
                ? CreateResult.met(stored, key, stored.requestKey(), RefusalReason.EVENT_EXISTS)
                : Outcome.refused(RefusalReason.EVENT_EXISTS);
    }

    private Future<Outcome<Event>> find(GetEvent request) {
        return reads.find(request.eventId())
                .map(row -> row.map(event -> Outcome.done(event.orElseThrow(() -> unreadable(request))))
                        .orElseGet(() -> Outcome.refused(RefusalReason.EVENT_NOT_FOUND)));
    }

    private Future<Outcome<Event>> purge(PurgeEvent request) {
        return find(new GetEvent(request.eventId()))
                .compose(found -> found.fold(
                        event -> purge(request, event),
                        refused -> Future.succeededFuture(Outcome.refused(refused.reason()))));
    }

    private Future<Outcome<Event>> purge(PurgeEvent request, Event event) {
        if (!request.condition().accepts(event)) {
            return Future.succeededFuture(Outcome.refused(RefusalReason.PRECONDITION_FAILED));
        }
        return store.purge(event).compose(result -> switch (result) {
            case DONE -> Future.succeededFuture(Outcome.done(event));
            case HAS_HISTORY -> Future.succeededFuture(Outcome.refused(RefusalReason.EVENT_HAS_HISTORY));
            case CHANGED ->
                request.deadline().passed()
                        ? Future.succeededFuture(Outcome.refused(RefusalReason.BUSY))
                        : vertx.timer(PURGE_PAUSE_MILLIS).compose(paused -> purge(request));
        });
    }

    private static IllegalStateException unreadable(GetEvent request) {
        return new IllegalStateException("the row of an event cannot be read: eventId=" + request.eventId());
    }

    private Future<Outcome<Page<Event>>> list(ListEvents request) {
        return store.list(request).map(Outcome::done);
    }
}
