package dev.usher.feed;

import java.util.List;

/**
 * New messages of an event, published in the process.
 *
 * @param messages by version, at least one
 */
public record EventUpdates(String eventId, List<EventUpdate> messages) {
    public static final String ADDRESS = "live.news";

    public EventUpdates {
        messages = List.copyOf(messages);
    }

    public long first() {
        return messages.get(0).version();
    }

    public long last() {
        return messages.get(messages.size() - 1).version();
    }
}
