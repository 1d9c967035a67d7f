package dev.usher.repair;

import dev.usher.bus.Page;
import dev.usher.bus.Timestamp;
import dev.usher.events.Event;
import dev.usher.registrations.Departures;
import dev.usher.registrations.Line.Place;
import dev.usher.registrations.Registration;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the self-check and a repair read and write beside the ledger. Every read is strongly consistent; a page is no
 * snapshot. Failures that may pass are {@code UnavailableException}s.
 */
public interface RepairStore {
    /** @param owed whether the row is in the index of events that owe seats */
    record EventRow(Event event, boolean owed) {}

    /** What only the first row of an event's change log has. */
    record Origin(Timestamp createdAt, String requestKey, String owner) {}

    /**
     * The last row of a change log.
     *
     * @param version 0 for none
     * @param kept whether there is one that has not expired: then later ones cannot have expired either
     */
    record LastLogged(long version, boolean kept) {}

    Future<Optional<EventRow>> event(String eventId);

    /** @param after the user id that the page before ended with, or null for the first page */
    Future<Page<Registration>> registrations(String eventId, int limit, String after);

    /** One page of the waitlist, with the rows of users who left. */
    Future<Page<Place>> waitlist(String eventId, int limit, long above);

    /**
     * The waitlist's entries of these tickets, a hundred at most, by a serializable read; empty where a transaction on
     * one of them was pending.
     */
    Future<Optional<Map<Long, Optional<Place>>>> entries(String eventId, Set<Long> tickets);

    /** What is counted of the departures above the floor and up to a ticket. */
    Future<Departures> departures(String eventId, long floor, long upTo);

    /** The highest version in the change log. */
    Future<LastLogged> lastLogged(String eventId);

    /** From the oldest row of the change log that is left; empty where it has none. */
    Future<Optional<Origin>> origin(String eventId);

    /**
     * Some events that have registrations, found in the order of the table; the rows of most events are skipped.
     *
     * @param after what the page before ended with, or null for the first page
     */
    Future<Page<String>> eventsWithRegistrations(String after);

    /**
     * Sends the transaction until the store has decided.
     *
     * @return false where a condition failed: then nothing was written
     */
    Future<Boolean> commit(RepairTurn turn);
}
