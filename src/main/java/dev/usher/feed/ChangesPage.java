package dev.usher.feed;

import dev.usher.events.Event;
import java.util.List;

/**
 * One page of the versions of an event.
 *
 * @param event as it was read with the page
 * @param messages consecutive versions and gaps; empty when nothing is new
 * @param gone whether the change log no longer has the requested version
 */
public record ChangesPage(Event event, List<EventUpdate> messages, boolean gone) {
    public ChangesPage {
        messages = List.copyOf(messages);
    }

    /** Whether there is nothing to return yet. */
    boolean isEmpty() {
        return messages.isEmpty() && !gone;
    }
}
