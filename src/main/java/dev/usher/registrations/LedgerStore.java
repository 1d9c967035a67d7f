package dev.usher.registrations;

import dev.usher.events.Event;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The reads and the one write of the ledger. Every read is strongly consistent and fails with an
 * {@code UnavailableException} when the store does not answer whole: a part is never passed off as all.
 */
public interface LedgerStore {
    /** Rows of a snapshot: a transaction reads a hundred items, and the event is one of them. */
    int MAX_SNAPSHOT_ROWS = 99;

    /** The event as it stands. */
    Future<Optional<Event>> event(String eventId);

    /** The rows of these users at one event: an entry for each, empty for who has no row. */
    Future<Map<String, Optional<Registration>>> rows(String eventId, Set<String> userIds);

    /**
     * The line from its floor on, or from behind those that {@link Departures} knows to have left. Reads a bounded
     * number of rows, at least one unless the line has none.
     *
     * @param floor the line floor of the event that is planned on
     * @param waiting reads on until so many rows are found that are not marked left, the line ends, or the bound is
     *     reached; there may be none of them in what was read
     */
    Future<Line> line(String eventId, long floor, int waiting);

    /**
     * The event and these rows as they were at one moment after the call: a serializable read. Empty where a
     * transaction on one of them was pending.
     *
     * @param userIds at most {@link #MAX_SNAPSHOT_ROWS}
     */
    Future<Optional<Snapshot>> snapshot(String eventId, Set<String> userIds);

    /** All rows of one event, read one after the other: no snapshot. Empty when there are more than {@code max}. */
    Future<Optional<List<Registration>>> registrations(String eventId, int max);

    /**
     * The change log of one event after a version, by version. A version may be absent that was committed before one
     * that is present: while it is half visible, after its expiry, and where an older replica committed it.
     */
    Future<List<LoggedTurn>> changes(String eventId, long after, int max);

    /** Makes one request of a turn, with a token of its own. Sends nothing yet. */
    Commit prepare(Turn turn);

    /** Events with free seats and people in line, from an index that may lag. */
    Future<List<String>> eventsOwingSeats();

    /** One turn on its way to the store. */
    interface Commit {
        /**
         * Sends the request; again after {@link CommitResult.Unknown} or {@link CommitResult.Cancelled}: the same
         * request, with the same token. Recognizes its own earlier try by the change log where the store has forgotten
         * the token. Fails only with an {@code UnavailableException}, when the store is known not to answer and nothing
         * was sent, and with a {@code DeniedException}.
         */
        Future<CommitResult> send();
    }
}
