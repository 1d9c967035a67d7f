package dev.usher.registrations;

import dev.usher.bus.Page;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** What is read of registrations outside the ledger. Every failure that may pass is an {@code UnavailableException}. */
public interface RegistrationStore {

    /** One page of a user's rows, see {@link ListUserEvents}. */
    Future<Page<Registration>> ofUser(String userId, Registration.Status status, int limit, String after);

    /**
     * One page of who has a seat at an event, by user id. Strongly consistent.
     *
     * @param after the user id that the page before ended with, or null for the first page
     */
    Future<Page<Registration>> seated(String eventId, int limit, String after);

    /**
     * The departures of an event's waitlist as far as they are counted, above one ticket and up to another. Strongly
     * consistent; one short read for some ten thousand tickets.
     */
    Future<Departures> departures(String eventId, long above, long upTo);

    /**
     * All departures above a ticket, from the entries themselves: for entries that left uncounted. Reads the waitlist
     * to its end, in many calls, one waitlist at a time in this process, and remembers what was not counted.
     */
    Future<Departures> scanDepartures(String eventId, long above);

    /** The entries of an event's waitlist that have these tickets, of which there are a hundred at most. */
    Future<Map<Long, WaitlistEntry>> entries(String eventId, List<Long> tickets);
}
