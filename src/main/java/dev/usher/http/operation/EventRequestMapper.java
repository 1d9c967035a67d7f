package dev.usher.http.operation;

import dev.usher.events.EventDetails;
import dev.usher.events.EventPatch;
import dev.usher.events.FieldPatch;
import io.vertx.core.json.JsonObject;
import java.util.function.BiFunction;

/** Reads an event's terms, or an amendment of them, from a valid body. Stateless. */
final class EventRequestMapper {
    private static final String NAME = "name";
    private static final String CAPACITY = "capacity";
    private static final String HAS_WAITLIST = "hasWaitlist";
    private static final String WAITLIST_CAPACITY = "waitlistCapacity";
    private static final String DESCRIPTION = "description";
    private static final String LOCATION = "location";
    private static final String STARTS_AT = "startsAt";
    private static final String OPENS_AT = "registrationOpensAt";
    private static final String CLOSES_AT = "registrationClosesAt";

    private EventRequestMapper() {}

    static EventDetails terms(JsonObject body) {
        return new EventDetails(
                body.getString(NAME),
                body.getInteger(CAPACITY),
                body.getBoolean(HAS_WAITLIST),
                body.getInteger(WAITLIST_CAPACITY),
                body.getString(DESCRIPTION),
                body.getString(LOCATION),
                body.getInstant(STARTS_AT),
                body.getInstant(OPENS_AT),
                body.getInstant(CLOSES_AT));
    }

    /** Returns the amendment: an absent member is not changed, one that is null is removed. */
    static EventPatch amendment(JsonObject body) {
        return new EventPatch(
                edit(body, NAME, JsonObject::getString),
                edit(body, CAPACITY, JsonObject::getInteger),
                edit(body, HAS_WAITLIST, JsonObject::getBoolean),
                edit(body, WAITLIST_CAPACITY, JsonObject::getInteger),
                edit(body, DESCRIPTION, JsonObject::getString),
                edit(body, LOCATION, JsonObject::getString),
                edit(body, STARTS_AT, JsonObject::getInstant),
                edit(body, OPENS_AT, JsonObject::getInstant),
                edit(body, CLOSES_AT, JsonObject::getInstant));
    }

    private static <T> FieldPatch<T> edit(JsonObject body, String name, BiFunction<JsonObject, String, T> value) {
        return body.containsKey(name) ? FieldPatch.to(value.apply(body, name)) : FieldPatch.none();
    }
}
