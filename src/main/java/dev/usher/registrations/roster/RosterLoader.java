package dev.usher.registrations.roster;

import dev.usher.async.AsyncLoop;
import dev.usher.events.Event;
import dev.usher.registrations.store.ChangeStore;
import dev.usher.registrations.store.LedgerStore;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the roster of one ledger as soon as reading the rows of single callers has cost more than the roster would. A
 * load runs beside the turns: no caller waits for it, and a failed load affects no answer. While another roster of the
 * process is loaded, this one is not; a later miss begins its load. Lives on the event's context.
 */
public final class RosterLoader {
    private static final Logger LOG = LoggerFactory.getLogger(RosterLoader.class);

    /** Rows that are in memory, and are hashed, at once: about 1 MB and 3 ms. */
    static final int PAGE = 1_000;

    /** About as many rows of a query cost as much as one row that is read by its key in a transaction. */
    private static final int ROWS_PER_READ = 50;

    private static final int MIN_READS = 50;

    /** Number of versions before the read that are replayed as well, which covers half-visible transactions. */
    private static final int REPLAYED_VERSIONS = 50;

    private static final int MAX_LOG_PAGES = 20;

    private final String eventId;
    private final LedgerStore store;
    private final RosterCache rosters;

    private long reads;
    private long due = MIN_READS;

    public RosterLoader(String eventId, LedgerStore store, RosterCache rosters) {
        this.eventId = eventId;
        this.store = store;
        this.rosters = rosters;
    }

    /** Counts callers that are decided by reading their rows; loads the roster when there were enough. */
    public void missed(Event event, int callers) {
        int rows = event.counts().currentRegistrations() + event.counts().waitlistCount();
        reads += callers;
        if (rows > rosters.maxRowsOfOne() || reads < Math.max(due, rows / ROWS_PER_READ) || !rosters.beginLoad()) {
            return;
        }
        load().onComplete(loaded -> {
            rosters.loadEnded();
            boolean fits = loaded.succeeded() && loaded.result().isPresent();
            due = fits ? MIN_READS : 2 * reads;
            reads = fits ? 0 : reads;
            if (fits) {
                rosters.put(this, loaded.result().get());
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
        var roster = new EventRoster(event);
        long from = Math.max(0, event.version() - REPLAYED_VERSIONS);
        return read(roster)
                .compose(read -> read ? replay(roster, from, MAX_LOG_PAGES) : Future.succeededFuture(false))
                .map(complete -> complete && roster.fits() ? Optional.of(roster) : Optional.empty());
    }

    /** Reads the rows page by page, each of which is freed before the next one is read; false for too many rows. */
    private Future<Boolean> read(EventRoster roster) {
        return AsyncLoop.<String>from(
                        null, after -> store.registrations(eventId, PAGE, after).map(page -> {
                            page.items().forEach(roster::add);
                            return roster.size() > rosters.maxRowsOfOne() ? null : page.next();
                        }))
                .map(read -> roster.size() <= rosters.maxRowsOfOne());
    }

    /** @return false where a version is missing */
    private Future<Boolean> replay(EventRoster roster, long after, int pages) {
        return store.changes(eventId, after, ChangeStore.PAGE).compose(log -> {
            boolean replayed = roster.replay(log);
            return replayed && log.size() == ChangeStore.PAGE && pages > 1
                    ? replay(roster, log.get(log.size() - 1).version(), pages - 1)
                    : Future.succeededFuture(replayed);
        });
    }
}
