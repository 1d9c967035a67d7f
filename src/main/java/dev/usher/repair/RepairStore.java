package dev.usher.repair;

import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.repair.plan.LastLogged;
import dev.usher.repair.plan.RepairTurn;
import dev.usher.service.Page;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes of the self-check and of a repair, beside the ledger. Every read is strongly consistent; a page is
 * no snapshot. Transient failures are {@code UnavailableException}s.
 */
public interface RepairStore {
    /** Maximum rows of one deletion: one transaction. */
    int MAX_DELETED = 100;

    /** Attributes that only the row of an event's creation contains. */
    record Origin(Timestamp createdAt, String requestKey, String owner) {}

    /**
     * Reads some event ids in the order of the table, without rows that cannot be read. Adds the keys of the indexes by
     * start to rows that a replica of an earlier version wrote.
     *
     * @param after the id that the page before ended with, or null for the first page
     */
    Future<Page<String>> events(int limit, String after);

    /** Reads one page of the waitlist, including the rows of users who left. */
    Future<Page<Entry>> waitlist(String eventId, int limit, long above);

    /**
     * Reads the waitlist entries of at most 100 tickets in one serializable read; empty where a transaction on one of
     * them was pending.
     */
    Future<Optional<Map<Long, Optional<Entry>>>> entries(String eventId, Set<Long> tickets);

    /** Removes the users from the rows of entries that left; skips a row whose entry waits again. */
    Future<Void> removeUsers(String eventId, List<Long> tickets);

    /**
     * Deletes waitlist rows at or below the floor, which no turn reads.
     *
     * @return the number of rows found, at most {@link #MAX_DELETED}
     */
    Future<Integer> deleteSettled(String eventId, long floor);

    /** Reads the last row of the change log. */
    Future<LastLogged> lastLogged(String eventId);

    /** Reads the row of the event's creation, or the oldest one; empty where the change log has no row. */
    Future<Optional<Origin>> origin(String eventId);

    /**
     * Reads some ids of events with registrations, in the order of the table; the rows of most events are skipped.
     *
     * @param after what the page before ended with, or null for the first page
     */
    Future<Page<String>> eventsWithRegistrations(String after);

    /** Returns those of these users who are erased. */
    Future<Set<String>> erased(Set<String> userIds);

    /** Continues the erasure of these erased users, of whom registrations were found. */
    Future<Void> resumeErasures(Set<String> userIds);

    /**
     * Sends the transaction until the store has decided.
     *
     * @return false where a condition failed: then nothing was written
     */
    Future<Boolean> commit(RepairTurn turn);
}
