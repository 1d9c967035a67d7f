package dev.usher.registrations;

import dev.usher.bus.Page;
import io.vertx.core.Future;

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
     * The departures of an event's waitlist as far as they are counted, above its floor and up to a ticket. Strongly
     * consistent; one short read for some ten thousand tickets.
     */
    Future<Departures> departures(String eventId, long floor, long upTo);
}
