package dev.usher.feed;

import dev.usher.batching.CoalescingLoader;
import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.store.ChangeStore;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads change logs in order, and never past a missing version. A serializable read of its row, not a delay, decides
 * whether the version will still appear. A serializable read of the event alone would not: the event may show a version
 * whose row in the log is still pending.
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

    private final ChangeStore store;
    private final CoalescingLoader<Asked, LogPage> pages = new CoalescingLoader<>(this::read, 1, READS_AT_ONCE);

    private record Asked(Event event, long after, int limit) {}

    public ChangeLog(ChangeStore store) {
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
        return rows(asked)
                .compose(rows -> isNext(rows, asked) ? Future.succeededFuture(page(rows, asked)) : missing(rows, asked))
                .map(page -> Map.of(asked, page));
    }

    /** The next version was not visible: it may be half committed. */
    private Future<LogPage> missing(List<LoggedTurn> rows, Asked asked) {
        long first = asked.after + 1;
        long visible = rows.isEmpty() ? asked.event.version() : rows.get(0).version() - 1;
        long last = Math.min(visible, asked.after + MAX_VERSIONS);
        return store.absent(asked.event.eventId(), first, last).compose(read -> {
            if (read.isEmpty()) {
                return Future.succeededFuture(LogPage.NOTHING);
            }
            long end = first;
            while (read.get().contains(end)) {
                end++;
            }
            return end == first ? rows(asked).map(now -> page(now, asked)) : gap(asked, end - 1);
        });
    }

    private Future<LogPage> gap(Asked asked, long last) {
        return store.changes(asked.event.eventId(), 0, 1)
                .map(oldest -> oldest.isEmpty() || oldest.get(0).version() > asked.after
                        ? new LogPage.Gone(asked.after + 1, last)
                        : new LogPage.Gap(asked.after + 1, last));
    }

    private Future<List<LoggedTurn>> rows(Asked asked) {
        return store.changes(asked.event.eventId(), asked.after, asked.limit).map(rows -> rows.stream()
                .filter(turn -> turn.version() <= asked.event.version())
                .toList());
    }

    private static boolean isNext(List<LoggedTurn> rows, Asked asked) {
        return !rows.isEmpty() && rows.get(0).version() == asked.after + 1;
    }

    /** Returns the consecutive versions, as far as they fit. */
    private static LogPage page(List<LoggedTurn> rows, Asked asked) {
        int end = 0;
        int changes = 0;
        while (end < rows.size() && rows.get(end).version() == asked.after + 1 + end && changes < MAX_CHANGES) {
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
