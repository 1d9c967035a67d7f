package dev.usher.live;

import java.util.List;

/**
 * What a reader is told first: everything behind the version that it knows, or the event as it stands.
 *
 * @param messages by version
 * @param version what the reader knows then; the news behind it follow
 */
public record Backlog(List<Message> messages, long version) {
    public Backlog {
        messages = List.copyOf(messages);
    }
}
