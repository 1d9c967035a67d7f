package dev.usher.http;

import dev.usher.events.Amendment;
import dev.usher.events.Edit;
import dev.usher.events.Terms;
import io.vertx.core.json.JsonObject;
import java.util.function.BiFunction;

/** Reads an event's terms, or an amendment of them, from a valid body. Stateless. */
final class EventBody {
    private static final String NAME = "name";
    private static final String CAPACITY = "capacity";
    private static final String HAS_WAITLIST = "hasWaitlist";
    private static final String WAITLIST_CAPACITY = "waitlistCapacity";
    private static final String DESCRIPTION = "description";
    private static final String LOCATION = "location";
    private static final String STARTS_AT = "startsAt";
    private static final String OPENS_AT = "registrationOpensAt";
    private static final String CLOSES_AT = "registrationClosesAt";

    private EventBody() {}

    static Terms terms(JsonObject body) {
        return new Terms(
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
    static Amendment amendment(JsonObject body) {
        return new Amendment(
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

    private static <T> Edit<T> edit(JsonObject body, String name, BiFunction<JsonObject, String, T> value) {
        return body.containsKey(name) ? Edit.to(value.apply(body, name)) : Edit.none();
    }
}
