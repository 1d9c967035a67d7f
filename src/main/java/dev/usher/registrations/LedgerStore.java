package dev.usher.registrations;

import dev.usher.events.Event;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The reads and the one write of the ledger. Every read is strongly consistent and fails with an
 * {@code UnavailableException} when the store does not answer whole: a part is never passed off as all.
 */
public interface LedgerStore {
    /** Beside the event's row, in the hundred that a transaction takes. */
    int MOST_IN_A_SNAPSHOT = 99;

    /** The event as it stands. */
    Future<Optional<Event>> event(String eventId);

    /** The rows of these users at one event: an entry for each, empty for who has no row. */
    Future<Map<String, Optional<Registration>>> rows(String eventId, Set<String> userIds);

    /**
     * The line from its floor on. Reads a bounded number of rows, at least one unless the line has none.
     *
     * @param floor the line floor of the event that is planned on
     * @param waiting reads on until so many rows are found that are not marked left, the line ends, or the bound is
     *     reached; there may be none of them in what was read
     */
    Future<Line> line(String eventId, long floor, int waiting);

    /** Who has a row at one event, which is no snapshot; empty when there are more than so many. */
    Future<Optional<Set<String>>> users(String eventId, int most);

    /**
     * The version at which an event stood while each of these users had a row: read as one transaction, so that it is a
     * snapshot. Empty when one of them has none, or when a transaction was under way on any of it.
     *
     * @param userIds at most {@link #MOST_IN_A_SNAPSHOT}
     */
    Future<OptionalLong> versionWithAll(String eventId, Set<String> userIds);

    /** Makes one request of a turn, with a token of its own. Sends nothing yet. */
    Commit prepare(Turn turn);

    /** Events with free seats and people in line, from an index that may lag. */
    Future<List<String>> eventsOwingSeats();

    /** One turn on its way to the store. */
    interface Commit {
        /**
         * Sends the request; again after {@link CommitResult.Unknown} or {@link CommitResult.Cancelled}: the same
         * request, with the same token. Recognizes its own earlier try also where the store has forgotten the token.
         * Fails only with an {@code UnavailableException}, when the store is known not to answer and nothing was sent,
         * or when nothing tells any more what became of an earlier try.
         */
        Future<CommitResult> send();
    }
}
