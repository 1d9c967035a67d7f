package dev.usher.registrations;

import dev.usher.bus.Page;
import dev.usher.events.Event;
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
     * How many people wait with a ticket that is not higher than the given one, counted on the event as read.
     *
     * @param event read strongly consistently, just before
     */
    Future<Integer> position(Event event, long ticket);
}
