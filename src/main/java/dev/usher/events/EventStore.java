package dev.usher.events;

import dev.usher.service.Page;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Store of events. Every transient failure is an {@code UnavailableException}. */
public interface EventStore {
    /**
     * Creates the event unless the id is taken.
     *
     * @return the event that is stored under the id: the very instance given if this call created it, also when the
     *     reply to an earlier attempt was lost; another instance if the id was taken
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

    /** Returns one page of events by start, from an index that may lag; a short one where descriptions are long. */
    Future<Page<Event>> list(ListEvents list);
}
