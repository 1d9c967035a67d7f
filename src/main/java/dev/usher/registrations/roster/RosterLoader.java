package dev.usher.registrations.roster;

import com.github.benmanes.caffeine.cache.Cache;
import dev.usher.events.Event;
import dev.usher.registrations.store.LedgerStore;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the roster of one event as soon as reading the rows of single callers has cost more than the roster would. A
 * load runs beside the turns: no caller waits for it, and a failed load affects no answer. Lives on the event's
 * context.
 */
public final class RosterLoader {
    private static final Logger LOG = LoggerFactory.getLogger(RosterLoader.class);

    /** Maximum rows of a roster, which bounds the memory of one event. */
    static final int MAX_ROWS = 50_000;

    /** About as many rows of a query cost as much as one row that is read by its key in a transaction. */
    private static final int ROWS_PER_READ = 50;

    private static final int MIN_READS = 50;

    /** Number of versions before the read that are replayed as well, which covers half-visible transactions. */
    private static final int REPLAYED_VERSIONS = 50;

    private static final int MAX_REPLAYED = 500;

    private final String eventId;
    private final LedgerStore store;
    private final Cache<String, EventRoster> rosters;

    private long reads;
    private long due = MIN_READS;
    private boolean loading;

    public RosterLoader(String eventId, LedgerStore store, Cache<String, EventRoster> rosters) {
        this.eventId = eventId;
        this.store = store;
        this.rosters = rosters;
    }

    /** Counts callers that are decided by reading their rows; loads the roster when there were enough. */
    public void missed(Event event, int callers) {
        int rows = event.counts().currentRegistrations() + event.counts().waitlistCount();
        reads += callers;
        if (loading || rows > MAX_ROWS || reads < Math.max(due, rows / ROWS_PER_READ)) {
            return;
        }
        loading = true;
        load().onComplete(loaded -> {
            loading = false;
            boolean fits = loaded.succeeded() && loaded.result().isPresent();
            due = fits ? MIN_READS : 2 * reads;
            reads = fits ? 0 : reads;
            if (fits) {
                rosters.put(eventId, loaded.result().get());
            } else {
                LOG.debug("roster not loaded: event={} version={}", eventId, event.version(), loaded.cause());
            }
        });
    }

    private Future<Optional<EventRoster>> load() {
        return store.event(eventId)
                .compose(event -> event.isEmpty() ? Future.succeededFuture(Optional.empty()) : load(event.get()));
    }

    private Future<Optional<EventRoster>> load(Event event) {
        long from = Math.max(0, event.version() - REPLAYED_VERSIONS);
        return store.registrations(eventId, MAX_ROWS)
                .compose(rows -> rows.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : store.changes(eventId, from, MAX_REPLAYED)
                                .map(log -> EventRoster.of(event, rows.get(), log)));
    }
}
