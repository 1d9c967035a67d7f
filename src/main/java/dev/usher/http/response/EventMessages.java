package dev.usher.http.response;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.usher.feed.EventUpdate;
import dev.usher.registrations.model.RegistrationChange;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** Writes the versions of an event as JSON, the same in pages and in streams. Stateless. */
public final class EventMessages {
    private EventMessages() {}

    /**
     * Returns the data of a message in a stream. A snapshot is the event. Otherwise it has the members of a page's
     * entry, the id of the event and, when the organizer changed it, the event itself.
     *
     * @param whole whether owner and user ids are included
     */
    public static Buffer data(EventUpdate message, boolean whole) {
        if (message.isSnapshot()) {
            return ResourceJson.event(message.event(), whole);
        }
        return ResourceJson.object(json -> {
            json.writeStringField("eventId", message.event().eventId());
            members(json, message, whole);
            if (message.amended()) {
                json.writeObjectFieldStart("event");
                ResourceJson.members(
                        json, message.event().ownedBy(message.details().owner()), whole);
                json.writeEndObject();
            }
        });
    }

    /** Writes the members of one entry of a page. */
    static void members(JsonGenerator json, EventUpdate message, boolean whole) throws IOException {
        json.writeNumberField("version", message.version());
        if (message.kind() == EventUpdate.Kind.GAP) {
            json.writeObjectFieldStart("gap");
            json.writeNumberField("from", message.first());
            json.writeNumberField("to", message.version());
            json.writeEndObject();
            return;
        }
        var event = message.event();
        json.writeStringField("at", message.at().text());
        json.writeNumberField("currentRegistrations", event.counts().currentRegistrations());
        json.writeNumberField("waitlistCount", event.counts().waitlistCount());
        ResourceJson.objects(json, "changes", message.changes(), change -> members(json, change, whole));
        if (message.amended()) {
            json.writeObjectFieldStart("details");
            ResourceJson.members(json, event.terms());
            json.writeStringField("status", event.status().text());
            if (whole) {
                ResourceJson.optional(json, "owner", message.details().owner());
                ResourceJson.optional(json, "by", message.details().by());
            }
            json.writeEndObject();
        }
    }

    private static void members(JsonGenerator json, RegistrationChange change, boolean whole) throws IOException {
        json.writeStringField("kind", change.kind().text());
        if (whole) {
            json.writeStringField("userId", change.userId());
        }
        if (change.ticket() != null) {
            json.writeNumberField("waitlistTicket", change.ticket());
        }
        if (change.confirmBy() != null) {
            json.writeStringField("confirmBy", change.confirmBy().toString());
        }
        if (whole && change.by() != null) {
            json.writeStringField("by", change.by());
        }
    }
}
