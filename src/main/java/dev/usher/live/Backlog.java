package dev.usher.live;

import java.util.List;

/**
 * What a reader is told before the news: all or a part of the versions behind the one that it knows, or the event as it
 * stands.
 *
 * @param messages by version
 * @param version what the reader knows then
 * @param complete whether the news go on from there; otherwise the reader asks again, behind {@code version}
 */
public record Backlog(List<Message> messages, long version, boolean complete) {
    public Backlog {
        messages = List.copyOf(messages);
    }
}
