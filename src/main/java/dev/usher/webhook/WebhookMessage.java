package dev.usher.webhook;

import dev.usher.feed.EventUpdate;
import dev.usher.http.response.EventMessages;
import dev.usher.http.response.ResourceJson;
import dev.usher.service.Timestamp;
import io.vertx.core.buffer.Buffer;

/**
 * One message: one version of an event, or a range of versions that the change log does not contain.
 *
 * @param id the same for a version from every process at any time. Contains no full stop, which separates the signed
 *     parts: in the event's id, a plus sign replaces it
 * @param at the moment of the turn
 * @param body JSON
 */
record WebhookMessage(String id, Timestamp at, Buffer body) {
    private static final String CHANGED = "event.changed";
    private static final String GAP = "event.gap";

    static WebhookMessage of(EventUpdate update) {
        boolean gap = update.kind() == EventUpdate.Kind.GAP;
        var at = gap ? Timestamp.now() : update.at();
        var body = ResourceJson.object(json -> {
            json.writeStringField("type", gap ? GAP : CHANGED);
            json.writeStringField("timestamp", at.text());
            json.writeFieldName("data");
            json.writeRawValue(EventMessages.data(update, true).toString());
        });
        return new WebhookMessage(update.event().eventId().replace('.', '+') + ":" + update.version(), at, body);
    }
}
