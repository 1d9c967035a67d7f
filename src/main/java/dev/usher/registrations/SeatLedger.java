package dev.usher.registrations;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.usher.bus.Bus;
import dev.usher.bus.Deadline;
import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The ledger of this process: one {@link EventLedger} for each event that is asked for. Shared by the verticles that
 * change registrations; each event's ledger lives on the context that first asked for it, and every answer arrives on
 * the context that asked. Keeps no lock and no state that the store does not have: any number of processes may run
 * beside it.
 */
public final class SeatLedger {
    /** How long a stop hands on seats that are owed. What is left is found by the next sweep of any replica. */
    private static final long HAND_ON_MILLIS = 10_000;

    private static final long DRAIN_LOOK_MILLIS = 20;

    private static final int MOST_PENDING = 20_000;
    /** Of all rosters together. */
    private static final int MAX_ROSTER_ROWS = 100_000;
    /** An event that is forgotten at work is none the worse: its next change gets a ledger beside the old one. */
    private static final int MOST_EVENTS = 50_000;

    private final Vertx vertx;
    private final Bus bus;
    private final LedgerStore store;
    private final long deadlineMillis;
    private final LedgerWatch watch;
    /** A roster that is not used for a while is dropped long before the rows of the change log that it would need. */
    private final Cache<String, EventRoster> rosters = Caffeine.newBuilder()
            .executor(Runnable::run)
            .expireAfterAccess(Duration.ofMinutes(5))
            .maximumWeight(MAX_ROSTER_ROWS)
            .weigher((String eventId, EventRoster roster) -> 1 + roster.size())
            .build();

    private final Cache<String, EventLedger> events;
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean closing;

    /**
     * @param deadlineMillis the longest that any change waits; an event that nobody asks for is forgotten after twice
     *     that
     */
    public SeatLedger(Vertx vertx, Bus bus, LedgerStore store, long deadlineMillis, LedgerWatch watch) {
        this.vertx = vertx;
        this.bus = bus;
        this.store = store;
        this.deadlineMillis = deadlineMillis;
        this.watch = watch;
        this.events = Caffeine.newBuilder()
                .maximumSize(MOST_EVENTS)
                .expireAfterAccess(Duration.ofMillis(Math.max(60_000, 2 * deadlineMillis)))
                .build();
    }

    /**
     * Puts a change in its event's queue.
     *
     * @return what the store confirmed, or {@code BUSY} when it confirmed nothing in time or too many wait already;
     *     fails only with what nobody foresaw
     */
    public <A> Future<Outcome<A>> submit(Change<A> change) {
        return submit(change, origin());
    }

    /** What the caller is part of, for traces; asked before anything takes the caller elsewhere. */
    Object origin() {
        return watch.here();
    }

    /** @param origin what {@link #origin} said */
    <A> Future<Outcome<A>> submit(Change<A> change, Object origin) {
        if (closing || pending.get() >= MOST_PENDING) {
            watch.queueFull();
            return Future.succeededFuture(Outcome.refused(Reason.BUSY));
        }
        pending.incrementAndGet();
        var entry = new Pending(vertx, change, origin);
        ledger(change.eventId()).add(entry);
        return entry.answer().map(SeatLedger::<A>typed).onComplete(answered -> pending.decrementAndGet());
    }

    /** How many changes wait for an answer now. From any thread. */
    public int waiting() {
        return pending.get();
    }

    /** Hands on the seats that an event owes to people in line, if it does. */
    public void handOn(String eventId) {
        if (!closing) {
            ledger(eventId).handOn();
        }
    }

    /**
     * Takes no more changes. Completes when those that were taken are answered and seats that are owed are handed on,
     * for which a bounded time is left.
     */
    public Future<Void> close() {
        closing = true;
        var bound = Deadline.inMillis(HAND_ON_MILLIS);
        return Step.walk(() -> drained(bound));
    }

    private Future<Step> drained(Deadline bound) {
        boolean drained = pending.get() == 0 && events.asMap().values().stream().noneMatch(EventLedger::isHandingOn);
        return drained || bound.passed()
                ? Future.succeededFuture()
                : vertx.timer(DRAIN_LOOK_MILLIS).map(later -> () -> drained(bound));
    }

    private EventLedger ledger(String eventId) {
        return events.get(
                eventId, id -> new EventLedger(id, vertx, store, rosters, deadlineMillis, watch, this::publish));
    }

    /** An event that is at work is not forgotten, so that its turns are published in their order. */
    private void publish(Turn turn) {
        events.getIfPresent(turn.after().eventId());
        bus.publish(Turn.ADDRESS, turn);
    }

    /** A change's own kind of answer: the plan answers each kind of change with nothing else. */
    @SuppressWarnings("unchecked")
    private static <A> Outcome<A> typed(Outcome<?> outcome) {
        return (Outcome<A>) outcome;
    }
}
