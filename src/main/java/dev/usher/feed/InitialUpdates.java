package dev.usher.feed;

import java.util.List;

/**
 * Answer to {@link SubscribeToEvent}: some or all versions that the reader lacks, or a snapshot of the event; later
 * versions follow as {@link EventUpdates}.
 *
 * @param messages by version
 * @param version the version that the reader has afterwards
 * @param owner of the event as it is now, or null: decides what the reader may see
 * @param complete whether the news continue from there; otherwise the reader asks again, behind {@code version}
 */
public record InitialUpdates(List<EventUpdate> messages, long version, String owner, boolean complete) {
    public InitialUpdates {
        messages = List.copyOf(messages);
    }
}
