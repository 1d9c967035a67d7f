package dev.usher.http.sse;

import dev.usher.feed.EventUpdate;
import dev.usher.http.response.EventMessages;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;

/** Encodes messages as {@code text/event-stream}. Stateless. */
final class SseEncoder {
    private SseEncoder() {}

    /**
     * Encodes all messages into one buffer.
     *
     * @param whole whether owner and user ids are included
     */
    static Buffer of(List<EventUpdate> messages, boolean whole) {
        var text = Buffer.buffer();
        for (var message : messages) {
            text.appendString("event: ")
                    .appendString(message.kind().name().toLowerCase(Locale.ROOT))
                    .appendString("\nid: ")
                    .appendString(Long.toString(message.version()))
                    .appendString("\ndata: ")
                    .appendBuffer(EventMessages.data(message, whole))
                    .appendString("\n\n");
        }
        return text;
    }

    /** Encodes the delay after which a reader reconnects when its stream has ended. */
    static Buffer retry(long millis) {
        return Buffer.buffer("retry: " + millis + "\n\n");
    }

    /** Encodes a comment, which readers skip. */
    static Buffer heartbeat() {
        return Buffer.buffer(":\n\n");
    }
}
