package dev.usher.live;

import dev.usher.events.Event;
import dev.usher.reads.NaturalBatch;
import dev.usher.registrations.LedgerStore;
import dev.usher.registrations.LoggedTurn;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads change logs in order, and never past a version that is missing. Whether a missing version will still appear is
 * decided by a serializable read, not by waiting: once the event has reached the version outside of any pending
 * transaction, its row is there or never will be.
 *
 * <p>Callers decide how many pages are asked for, and turns how long rows are. So a page ends after a number of
 * versions and of changes, few are read at once, and callers that ask for the same page while others are read share it.
 * Belongs to one context.
 */
public final class ChangeLog {
    /** Versions of a page. */
    static final int MAX_VERSIONS = 25;

    /** Changes of users in a page, unless a single version has more: about 50 KiB as JSON. */
    static final int MAX_CHANGES = 500;

    private static final int READS_AT_ONCE = 4;

    private final LedgerStore store;
    private final NaturalBatch<Asked, LogPage> pages = new NaturalBatch<>(this::read, 1, READS_AT_ONCE);

    private record Asked(Event event, long after, int limit) {}

    public ChangeLog(LedgerStore store) {
        this.store = store;
    }

    /**
     * Reads up to {@code limit} versions behind {@code after}; fewer where they are long.
     *
     * @param event as it was read just now; versions beyond it are left for later, so that nobody who was told of a
     *     version reads an older event afterwards
     * @return fails with an {@code UnavailableException} when the store does not answer
     */
    Future<LogPage> page(Event event, long after, int limit) {
        if (event.version() <= after) {
            return Future.succeededFuture(LogPage.NOTHING);
        }
        return pages.find(new Asked(event, after, Math.min(limit, MAX_VERSIONS)))
                .map(Optional::orElseThrow);
    }

    private Future<Map<Asked, LogPage>> read(Set<Asked> one) {
        var asked = one.iterator().next();
        return rows(asked.event, asked.after, asked.limit)
                .compose(rows -> isNext(rows, asked.after)
                        ? Future.succeededFuture(page(rows, asked.after))
                        : missing(asked.event.eventId(), asked.after, asked.limit))
                .map(page -> Map.of(asked, page));
    }

    /** The next version was not visible: looks at it where no transaction is half visible. */
    private Future<LogPage> missing(String eventId, long after, int limit) {
        return store.snapshot(eventId, Set.of()).compose(snapshot -> {
            var event = snapshot.flatMap(read -> read.event());
            return event.isEmpty() || event.get().version() <= after
                    ? Future.succeededFuture(LogPage.NOTHING)
                    : rows(event.get(), after, limit)
                            .compose(rows -> isNext(rows, after)
                                    ? Future.succeededFuture(page(rows, after))
                                    : gap(eventId, after, last(event.get(), rows)));
        });
    }

    private Future<LogPage> gap(String eventId, long after, long last) {
        return store.changes(eventId, 0, 1)
                .map(oldest -> oldest.isEmpty() || oldest.get(0).version() > after
                        ? new LogPage.Gone()
                        : new LogPage.Gap(after + 1, last));
    }

    private static long last(Event event, List<LoggedTurn> rows) {
        return rows.isEmpty() ? event.version() : rows.get(0).version() - 1;
    }

    private Future<List<LoggedTurn>> rows(Event event, long after, int limit) {
        return store.changes(event.eventId(), after, limit).map(rows -> rows.stream()
                .filter(turn -> turn.version() <= event.version())
                .toList());
    }

    private static boolean isNext(List<LoggedTurn> rows, long after) {
        return !rows.isEmpty() && rows.get(0).version() == after + 1;
    }

    /** The consecutive versions, as far as they fit. */
    private static LogPage page(List<LoggedTurn> rows, long after) {
        int end = 0;
        int changes = 0;
        while (end < rows.size() && rows.get(end).version() == after + 1 + end && changes < MAX_CHANGES) {
            changes += rows.get(end).changes().size();
            end++;
        }
        return new LogPage.Turns(rows.subList(0, end));
    }
}
