package dev.usher.registrations.store;

import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.model.summary.Departures;
import dev.usher.service.Page;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The reads and the one write of the ledger. Every read is strongly consistent. It fails with an
 * {@code UnavailableException} when the store does not answer completely, and never returns a partial result as
 * complete.
 */
public interface LedgerStore extends ChangeStore {
    /** Maximum rows of a snapshot: a transaction reads a hundred items, one of which is the event. */
    int MAX_SNAPSHOT_ROWS = 99;

    /** Reads the event. */
    Future<Optional<Event>> event(String eventId);

    /** Reads the rows of these users at one event: an entry for each user, empty for a user without a row. */
    Future<Map<String, Optional<Registration>>> rows(String eventId, Set<String> userIds);

    /**
     * Reads the waitlist from its floor on, or from behind the entries that {@link Departures} counts as left. Reads a
     * bounded number of rows, at least one unless the waitlist has none.
     *
     * @param floor the floor of the event that is planned on
     * @param waiting number of entries not marked left at which the read ends, unless the waitlist ends, or the bound
     *     is reached; the result may contain none of them
     */
    Future<WaitlistPrefix> waitlist(String eventId, long floor, int waiting);

    /**
     * Reads the counted departures of an event's waitlist above its floor and up to a ticket; one short read for some
     * ten thousand tickets.
     */
    Future<Departures> departures(String eventId, long floor, long upTo);

    /**
     * Reads the event and these rows as of one moment after the call: a serializable read. Empty where a transaction on
     * one of them was pending.
     *
     * @param userIds at most {@link #MAX_SNAPSHOT_ROWS}
     */
    Future<Optional<Snapshot>> snapshot(String eventId, Set<String> userIds);

    /**
     * Reads one page of an event's rows by user id. The pages are no snapshot, and one may have fewer rows than
     * {@code limit} although another follows. An unreadable row fails the page.
     *
     * @param after the user id that the page before ended with, or null for the first page
     */
    Future<Page<Registration>> registrations(String eventId, int limit, String after);

    /** Prepares one request of a turn, with its own token. Sends nothing yet. */
    Commit prepare(Turn turn);

    /**
     * Lists events with free seats and waitlist entries, from an index that may lag. Fails while this machine's clock
     * is wrong: it decides whether they promote.
     */
    Future<List<String>> eventsOwingSeats();

    /**
     * Reads the seats of all events that were to be confirmed by this moment, from an index that may lag. Fails while
     * this machine's clock is wrong.
     *
     * @param atOnce maximum number of seats under work
     * @param work is called with some of the seats, the oldest first, until there are no more
     */
    Future<?> unconfirmed(Instant until, int atOnce, Function<List<UnconfirmedSeat>, Future<?>> work);

    /** One turn that is being committed. */
    interface Commit {
        /**
         * Sends the request. After {@link CommitResult.Unknown} or {@link CommitResult.Cancelled} it may be called
         * again and sends the same request with the same token. Recognizes its own earlier try by the change log where
         * the store has forgotten the token. Fails only with an {@code UnavailableException}, when the store is known
         * not to answer and nothing was sent, and with a {@code DeniedException}.
         */
        Future<CommitResult> send();
    }
}
