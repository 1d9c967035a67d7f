package dev.usher.http;

import dev.usher.live.Message;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;

/** Messages as {@code text/event-stream} writes them. Stateless. */
final class StreamText {
    private StreamText() {}

    /**
     * All of them in one piece.
     *
     * @param whole also whose the event is, and who comes and goes
     */
    static Buffer of(List<Message> messages, boolean whole) {
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

    /** After how long a reader whose stream has ended comes back. */
    static Buffer retry(long millis) {
        return Buffer.buffer("retry: " + millis + "\n\n");
    }

    /** A comment, which readers skip. */
    static Buffer heartbeat() {
        return Buffer.buffer(":\n\n");
    }
}
