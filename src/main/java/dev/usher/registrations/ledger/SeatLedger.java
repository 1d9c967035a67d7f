package dev.usher.registrations.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.usher.async.AsyncLoop;
import dev.usher.bus.ServiceBus;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.registrations.roster.RosterCache;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The ledger of this process: one {@link EventLedger} for each requested event. Shared by the verticles that change
 * registrations. Each event's ledger lives on the context of its first caller, and every answer arrives on the caller's
 * context. Has no locks and no state that the store does not have: any number of processes may run beside it.
 */
public final class SeatLedger {
    /** Time limit for promotions onto owed seats during a stop. The next sweep of any replica finds what is left. */
    private static final long HAND_ON_MILLIS = 10_000;

    private static final long DRAIN_POLL_MILLIS = 20;

    private static final int MAX_PENDING = 20_000;
    /** With more pending changes, batches are refused: the other half is for requests with one change. */
    private static final int MAX_PENDING_FOR_BATCH = MAX_PENDING / 2;
    /** Evicting an event in use does no harm: its next change gets a second ledger beside the old one. */
    private static final int MAX_EVENTS = 50_000;

    private final Vertx vertx;
    private final ServiceBus bus;
    private final LedgerStore store;
    private final long deadlineMillis;
    private final LedgerListener listener;
    private final RosterCache rosters = new RosterCache();
    private final Cache<String, EventLedger> events;
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean closing;

    /** @param deadlineMillis the maximum wait of a change; an unused event is evicted after twice that */
    public SeatLedger(Vertx vertx, ServiceBus bus, LedgerStore store, long deadlineMillis, LedgerListener listener) {
        this.vertx = vertx;
        this.bus = bus;
        this.store = store;
        this.deadlineMillis = deadlineMillis;
        this.listener = listener;
        this.events = Caffeine.newBuilder()
                .maximumSize(MAX_EVENTS)
                .expireAfterAccess(Duration.ofMillis(Math.max(60_000, 2 * deadlineMillis)))
                .build();
    }

    /**
     * Puts a change in its event's queue.
     *
     * @return the result that the store confirmed, or {@code BUSY} when it confirmed none in time or too many changes
     *     wait; only unexpected errors fail the future
     */
    public <A> Future<Outcome<A>> submit(LedgerCommand<A> change) {
        return submit(change, origin());
    }

    /** Whether a request with this number of changes may be submitted. */
    public boolean acceptsBatch(int size) {
        return !closing && pending.get() + size <= MAX_PENDING_FOR_BATCH;
    }

    /** The caller's trace context. Must be read before the caller's work moves to another context. */
    public Object origin() {
        return listener.here();
    }

    /** @param origin the result of {@link #origin} */
    public <A> Future<Outcome<A>> submit(LedgerCommand<A> change, Object origin) {
        if (closing || pending.get() >= MAX_PENDING) {
            listener.queueFull();
            return Future.succeededFuture(Outcome.refused(RefusalReason.BUSY));
        }
        pending.incrementAndGet();
        var entry = new PendingChange(vertx, change, origin);
        ledger(change.eventId()).add(entry);
        return entry.answer().map(SeatLedger::<A>typed).onComplete(answered -> pending.decrementAndGet());
    }

    /** How many changes wait for an answer now. Callable from any thread. */
    public int waiting() {
        return pending.get();
    }

    /** Promotes onto the seats that an event owes, if any. */
    public void handOn(String eventId) {
        if (!closing) {
            ledger(eventId).handOn();
        }
    }

    /**
     * Accepts no more changes. Completes when the accepted ones are answered and no seat is owed, or after a bounded
     * time.
     */
    public Future<Void> close() {
        closing = true;
        var bound = Deadline.inMillis(HAND_ON_MILLIS);
        return AsyncLoop.walk(() -> drained(bound));
    }

    private Future<AsyncLoop> drained(Deadline bound) {
        boolean drained = pending.get() == 0 && events.asMap().values().stream().noneMatch(EventLedger::isHandingOn);
        return drained || bound.passed()
                ? Future.succeededFuture()
                : vertx.timer(DRAIN_POLL_MILLIS).map(later -> () -> drained(bound));
    }

    private EventLedger ledger(String eventId) {
        return events.get(
                eventId,
                id -> new EventLedger(
                        id, vertx, store, rosters, deadlineMillis, listener, this::publish, () -> ledger(id)
                                .handOn()));
    }

    /** Publishes a turn. Reading the cache keeps an event in use from eviction, so that its turns stay in order. */
    private void publish(Turn turn) {
        events.getIfPresent(turn.after().eventId());
        bus.publish(Turn.ADDRESS, turn);
    }

    /** Casts an answer to its change's type: the plan answers each type of change with no other. */
    @SuppressWarnings("unchecked")
    private static <A> Outcome<A> typed(Outcome<?> outcome) {
        return (Outcome<A>) outcome;
    }
}
