package dev.usher.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.usher.live.Message;
import dev.usher.registrations.RegistrationChange;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;

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
            text.appendString(message.snapshot() ? "event: snapshot\nid: " : "event: changes\nid: ")
                    .appendString(Long.toString(message.version()))
                    .appendString("\ndata: ")
                    .appendBuffer(
                            message.snapshot()
                                    ? Representations.event(message.event(), whole)
                                    : changes(message, whole))
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

    private static Buffer changes(Message message, boolean whole) {
        return Representations.object(json -> {
            json.writeStringField("eventId", message.event().eventId());
            json.writeNumberField("version", message.version());
            json.writeNumberField(
                    "currentRegistrations", message.event().counts().currentRegistrations());
            json.writeNumberField("waitlistCount", message.event().counts().waitlistCount());
            json.writeArrayFieldStart("changes");
            for (var change : message.changes()) {
                members(json, change, whole);
            }
            json.writeEndArray();
            if (message.amended()) {
                json.writeObjectFieldStart("event");
                Representations.members(json, message.event(), whole);
                json.writeEndObject();
            }
        });
    }

    private static void members(JsonGenerator json, RegistrationChange change, boolean whole) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", change.kind().text());
        if (whole) {
            json.writeStringField("userId", change.userId());
        }
        if (change.ticket() != null) {
            json.writeNumberField("waitlistTicket", change.ticket());
        }
        json.writeEndObject();
    }
}
