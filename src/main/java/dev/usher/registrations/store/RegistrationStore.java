package dev.usher.registrations.store;

import dev.usher.registrations.model.Registration;
import dev.usher.service.Page;
import io.vertx.core.Future;

/** Reads of registrations outside the ledger. Transient failures are {@code UnavailableException}s. */
public interface RegistrationStore {

    /** Reads one page of a user's rows, see {@code ListUserEvents}. */
    Future<Page<Registration>> ofUser(String userId, Registration.Status status, int limit, String after);

    /**
     * Lists one page of the events where a user has a registration, by id, also those whose row cannot be read. From an
     * index that may lag.
     *
     * @param after the event id that the page before ended with, or null for the first page
     */
    Future<Page<String>> eventsOf(String userId, int limit, String after);

    /**
     * Reads one page of the users with a seat at an event, by user id. Strongly consistent. Reads the rows of
     * waitlisted users between them, too; after some thousands of them, the page is short.
     *
     * @param after the user id that the page before ended with, or null for the first page
     */
    Future<Page<Registration>> seated(String eventId, int limit, String after);
}
