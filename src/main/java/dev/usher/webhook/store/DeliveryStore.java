package dev.usher.webhook.store;

import dev.usher.service.Page;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Stored progress of the webhook. Every call fails with an {@code UnavailableException} when the store does not answer;
 * a write may have taken place then.
 */
public interface DeliveryStore {
    /**
     * Reads an event and its delivery, strongly consistent, but not at one moment. Empty if the event has no mark:
     * everything is delivered.
     */
    Future<Optional<UntoldEvent>> find(String eventId);

    /**
     * Writes the progress of an event by compare-and-set.
     *
     * @param before as it was read or written last; empty if there was no row
     * @return false if another process has written the row since
     */
    Future<Boolean> move(String eventId, Optional<Delivery> before, Delivery after);

    /**
     * Removes the mark of an event.
     *
     * @param version the version that was delivered last
     * @return false if the event has another version by now
     */
    Future<Boolean> told(String eventId, long version);

    /**
     * Lists a page of the marked events, from an index that may lag.
     *
     * @param after where the page before this one ended, or null
     */
    Future<Page<String>> untold(String after);
}
