package dev.usher.feed;

import dev.usher.batching.CoalescingLoader;
import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads change logs in order, and never past a missing version. A serializable read, not a delay, decides whether a
 * missing version will still appear: once the event has reached the version outside of any pending transaction, its row
 * exists or never will.
 *
 * <p>Callers decide the number of pages, and turns the length of the rows. So a page is bounded by versions and by
 * changes, few pages are read at once, and callers share a page that waits to be read. Further pages are refused while
 * many wait: otherwise each would be read only after its callers' deadlines. Belongs to one context.
 */
public final class ChangeLog {
    /** Maximum versions of a page. */
    public static final int MAX_VERSIONS = 25;

    /** Characters of a description that count as one change. */
    private static final int CHARACTERS_OF_A_CHANGE = 100;

    /** Maximum changes of users in a page, unless a single version has more: about 50 KiB as JSON. */
    static final int MAX_CHANGES = 500;

    static final int READS_AT_ONCE = 4;
    /** Maximum pages that wait, about two seconds of reads. */
    static final int MAX_WAITING = 1_000;

    private final LedgerStore store;
    private final CoalescingLoader<Asked, LogPage> pages = new CoalescingLoader<>(this::read, 1, READS_AT_ONCE);

    private record Asked(Event event, long after, int limit) {}

    public ChangeLog(LedgerStore store) {
        this.store = store;
    }

    /**
     * Reads up to {@code limit} versions behind {@code after}; fewer where they are long.
     *
     * @param event as it was just read. Later versions are not returned, so that a caller that received a version never
     *     reads an older event afterwards
     * @return fails with an {@code UnavailableException} when the store does not answer, or too many pages wait
     */
    public Future<LogPage> page(Event event, long after, int limit) {
        if (event.version() <= after) {
            return Future.succeededFuture(LogPage.NOTHING);
        }
        if (pages.waiting() >= MAX_WAITING) {
            return Future.failedFuture(new UnavailableException("too many pages of change logs wait to be read", null));
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

    /** Reads a snapshot, since the next version was not visible and may be half committed. */
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
                        ? new LogPage.Gone(after + 1, last)
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

    /** Returns the consecutive versions, as far as they fit. */
    private static LogPage page(List<LoggedTurn> rows, long after) {
        int end = 0;
        int changes = 0;
        while (end < rows.size() && rows.get(end).version() == after + 1 + end && changes < MAX_CHANGES) {
            changes += weight(rows.get(end));
            end++;
        }
        return new LogPage.Turns(rows.subList(0, end));
    }

    /** Returns how many changes of users are as long as the turn. */
    private static int weight(LoggedTurn turn) {
        int characters = turn.details()
                .map(details -> details.terms().description())
                .map(String::length)
                .orElse(0);
        return turn.changes().size() + characters / CHARACTERS_OF_A_CHANGE;
    }
}
