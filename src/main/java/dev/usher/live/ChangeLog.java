package dev.usher.live;

import dev.usher.events.Event;
import dev.usher.registrations.LedgerStore;
import dev.usher.registrations.LoggedTurn;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/**
 * Reads change logs in order, and never past a version that is missing. Whether a missing version will still appear is
 * decided by a serializable read, not by waiting: once the event has reached the version outside of any pending
 * transaction, its row is there or never will be. Stateless.
 */
public final class ChangeLog {
    private final LedgerStore store;

    public ChangeLog(LedgerStore store) {
        this.store = store;
    }

    /**
     * Reads up to {@code limit} versions behind {@code after}.
     *
     * @param event as it was read just now; versions beyond it are left for later, so that nobody who was told of a
     *     version reads an older event afterwards
     * @return fails with an {@code UnavailableException} when the store does not answer
     */
    Future<LogPage> page(Event event, long after, int limit) {
        if (event.version() <= after) {
            return Future.succeededFuture(LogPage.NOTHING);
        }
        return rows(event, after, limit)
                .compose(rows -> isNext(rows, after)
                        ? Future.succeededFuture(dense(rows, after))
                        : missing(event.eventId(), after, limit));
    }

    /** The next version was not visible: looks at it where no transaction is half visible. */
    private Future<LogPage> missing(String eventId, long after, int limit) {
        return store.snapshot(eventId, Set.of()).compose(snapshot -> {
            var event = snapshot.flatMap(read -> read.event());
            return event.isEmpty() || event.get().version() <= after
                    ? Future.succeededFuture(LogPage.NOTHING)
                    : rows(event.get(), after, limit)
                            .compose(rows -> isNext(rows, after)
                                    ? Future.succeededFuture(dense(rows, after))
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

    private static LogPage dense(List<LoggedTurn> rows, long after) {
        int end = 0;
        while (end < rows.size() && rows.get(end).version() == after + 1 + end) {
            end++;
        }
        return new LogPage.Turns(rows.subList(0, end));
    }
}
