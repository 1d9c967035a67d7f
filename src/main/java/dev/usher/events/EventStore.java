package dev.usher.events;

import dev.usher.bus.Page;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where events are created and read. Every failure that may pass is an {@code UnavailableException}. */
public interface EventStore {
    /**
     * Creates the event unless the id is taken.
     *
     * @return the event that stands under the id afterwards: the very instance given if this call made it, also when
     *     the reply to an earlier try of it was lost; another instance if the id was taken
     */
    Future<Event> create(Event event);

    /**
     * Strongly consistent reads, in as few calls as the store allows.
     *
     * @return those of the ids that exist; empty where the row cannot be read, since something else wrote it
     */
    Future<Map<String, Optional<Event>>> find(Set<String> eventIds);

    /** One page of all events, see {@link ListEvents}. */
    Future<Page<Event>> list(int limit, String after);
}
