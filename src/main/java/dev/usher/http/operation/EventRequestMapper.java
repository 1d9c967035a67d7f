package dev.usher.http.operation;

import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.events.EventPatch;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Optional;

/** Reads an event's details, or a change of them, from a valid body. Stateless. */
final class EventRequestMapper {
    private static final String NAME = "name";
    private static final String CAPACITY = "capacity";
    private static final String HAS_WAITLIST = "hasWaitlist";

    private EventRequestMapper() {}

    static EventDetails terms(JsonObject body) {
        return new EventDetails(
                body.getString(NAME),
                body.getInteger(CAPACITY),
                body.getBoolean(HAS_WAITLIST),
                EventField.readAll(body::getValue));
    }

    /** Returns the change: an absent member is not changed, one that is null is removed. */
    static EventPatch amendment(JsonObject body) {
        var fields = new HashMap<EventField<?>, Optional<?>>();
        for (var field : EventField.all()) {
            if (body.containsKey(field.name())) {
                fields.put(
                        field, Optional.ofNullable(body.getValue(field.name())).map(field::read));
            }
        }
        return new EventPatch(body.getString(NAME), body.getInteger(CAPACITY), body.getBoolean(HAS_WAITLIST), fields);
    }
}
