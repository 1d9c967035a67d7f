package dev.usher.events;

import dev.usher.service.Page;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Store of events. Every transient failure is an {@code UnavailableException}. */
public interface EventStore {
    /** Result of a purge. */
    enum PurgeResult {
        DONE,
        /** A user registered at some time, or the change log does not show that none did. */
        HAS_HISTORY,
        /** The event has changed, or is being changed: nothing was deleted. */
        CHANGED
    }

    /**
     * Creates the event unless the id is taken. It begins at a later version if the change log has versions of an event
     * with the same id whose row was deleted.
     *
     * @return the event that is stored under the id: with the very instance of {@code createdAt} given if this call
     *     created it, also when the reply to an earlier attempt was lost; with another instance if the id was taken
     */
    Future<Event> create(Event event);

    /**
     * Reads events with strong consistency, in as few calls as the store allows.
     *
     * @return those of the ids that exist; an empty value for a row that other software wrote and that cannot be read
     */
    Future<Map<String, Optional<Event>>> find(Set<String> eventIds);

    /** As {@link #find}, without the descriptions, of which a hundred are large. */
    Future<Map<String, Optional<Event>>> findSummaries(Set<String> eventIds);

    /**
     * Deletes an event with everything that is stored of it, if no user ever registered. Only the versions that it has
     * used stay recorded.
     *
     * @param event as it was read
     */
    Future<PurgeResult> purge(Event event);

    /** Returns one page of events by start, from an index that may lag; a short one where descriptions are long. */
    Future<Page<Event>> list(ListEvents list);
}
