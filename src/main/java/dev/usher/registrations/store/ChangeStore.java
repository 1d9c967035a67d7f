package dev.usher.registrations.store;

import dev.usher.registrations.model.LoggedTurn;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** The reads of the change log. They fail with an {@code UnavailableException} when the store does not answer. */
public interface ChangeStore {
    /** Rows that a reader of many keeps at once: a row takes up to about 200 KB of heap while it is read. */
    int PAGE = 25;

    /**
     * Reads the change log of one event after a version, by version. A version committed before one that is present may
     * be absent: while it is half visible, after its expiry, and where an older replica committed it.
     */
    Future<List<LoggedTurn>> changes(String eventId, long after, int max);

    /**
     * Reads as of one moment which of these versions the event has reached without a row in the change log: none will
     * appear. Empty where a transaction on one of them, or on the event, was pending.
     *
     * @param last at most 98 above {@code first}: a transaction reads a hundred items, one of which is the event
     */
    Future<Optional<SortedSet<Long>>> absent(String eventId, long first, long last);
}
