package dev.usher.repair;

import dev.usher.async.AsyncLoop;
import dev.usher.async.PeriodicVerticle;
import dev.usher.events.Event;
import dev.usher.events.EventStore;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.report.Drift;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.users.UserStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Periodically checks one event: in turn one that this process changed since its last check, if there is one, and the
 * next one of all. Then hands on seats that the event owes and the index of owed seats does not show, and deletes some
 * of the event's waitlist rows that no turn reads any more. Also looks for registrations whose event does not exist.
 * The cost is bounded to a few thousand rows in each interval, whatever the number and the size of the events.
 */
public final class ConsistencyCheckVerticle extends PeriodicVerticle {
    private static final Logger LOG = LoggerFactory.getLogger(ConsistencyCheckVerticle.class);
    private static final int MAX_ROWS = 5_000;
    private static final int MAX_REMEMBERED = 1_000;
    private static final int MAX_DELETIONS = 10;

    private final EventStore events;
    private final LedgerStore ledger;
    private final RepairStore store;
    private final UserStore users;
    private final LedgerListener listener;
    private final Consumer<String> handOn;
    private final long intervalMillis;
    private final Set<String> changed = new LinkedHashSet<>();
    private ConsistencyCheck check;
    /** Whether the last check was of the next one of all events. */
    private boolean walks = true;

    private String last;
    private String lastWithRegistrations;

    /**
     * @param handOn promotes onto the seats that an event owes
     * @param intervalMillis average interval between checks; 0 disables them
     */
    public ConsistencyCheckVerticle(
            EventStore events,
            LedgerStore ledger,
            RepairStore store,
            UserStore users,
            LedgerListener listener,
            Consumer<String> handOn,
            long intervalMillis) {
        super(intervalMillis);
        this.events = events;
        this.ledger = ledger;
        this.store = store;
        this.users = users;
        this.listener = listener;
        this.handOn = handOn;
        this.intervalMillis = intervalMillis;
    }

    @Override
    public Future<?> start() {
        if (intervalMillis == 0) {
            return Future.succeededFuture();
        }
        check = new ConsistencyCheck(vertx, ledger, store, users, MAX_ROWS, intervalMillis);
        runLater();
        return vertx.eventBus()
                .<Turn>localConsumer(
                        Turn.ADDRESS, turn -> remember(turn.body().after().eventId()))
                .completion();
    }

    private void remember(String eventId) {
        if (changed.size() < MAX_REMEMBERED) {
            changed.add(eventId);
        }
    }

    @Override
    protected Future<?> run() {
        return next().compose(eventId -> eventId == null ? Future.succeededFuture() : checkOne(eventId))
                .compose(checked -> checkLost())
                .onFailure(failure -> LOG.warn("self-check failed: {}", failure.getMessage()));
    }

    private Future<Drift> checkOne(String eventId) {
        return check.of(eventId)
                .onSuccess(drift -> listener.checked(eventId, drift))
                .compose(drift -> drift == Drift.NONE ? tidy(eventId).map(drift) : Future.succeededFuture(drift));
    }

    private Future<Void> tidy(String eventId) {
        return ledger.event(eventId).compose(event -> {
            if (event.isEmpty()) {
                return Future.succeededFuture();
            }
            if (!event.get().owed() && event.get().seatsOwed(Instant.now()) > 0) {
                handOn.accept(eventId);
            }
            return AsyncLoop.from(MAX_DELETIONS, times -> deleteSettled(event.get(), times));
        });
    }

    /** Returns how many deletions may follow; null when none must. */
    private Future<Integer> deleteSettled(Event event, int times) {
        long floor = event.counts().lineFloor();
        return floor == 0 || times == 0
                ? Future.succeededFuture()
                : store.deleteSettled(event.eventId(), floor)
                        .map(found -> found < RepairStore.MAX_DELETED ? null : (Integer) (times - 1));
    }

    /** Returns the id of the next event to check; null when there is none. */
    private Future<String> next() {
        walks = !walks;
        Iterator<String> first = changed.iterator();
        if (!walks && first.hasNext()) {
            var eventId = first.next();
            first.remove();
            return Future.succeededFuture(eventId);
        }
        return store.events(1, last).map(page -> {
            last = page.next();
            return page.items().isEmpty() ? null : page.items().get(0);
        });
    }

    /** Checks events that have registrations but no row: no list of events contains them. */
    private Future<Void> checkLost() {
        return store.eventsWithRegistrations(lastWithRegistrations).compose(page -> {
            lastWithRegistrations = page.next();
            var lost = new HashSet<>(page.items());
            return lost.isEmpty()
                    ? Future.succeededFuture()
                    : events.findSummaries(Set.copyOf(lost)).compose(found -> {
                        lost.removeAll(found.keySet());
                        return Future.all(lost.stream().map(this::checkOne).toList())
                                .mapEmpty();
                    });
        });
    }
}
