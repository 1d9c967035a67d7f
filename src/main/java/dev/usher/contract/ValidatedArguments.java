package dev.usher.contract;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;

/**
 * Validated arguments of an operation, with defaults filled in. Only {@link RequestValidator} creates them, so
 * consumers do not validate again. Belongs to one request.
 */
public final class ValidatedArguments {
    private final Map<String, Object> parameters;
    private final JsonObject body;

    /** @param parameters values by name, of the contract's types; a cursor is decoded, a date-time is an instant */
    ValidatedArguments(Map<String, Object> parameters, JsonObject body) {
        this.parameters = parameters;
        this.body = body;
    }

    /** Returns whether the parameter was sent or has a default. */
    public boolean has(String parameter) {
        return parameters.containsKey(parameter);
    }

    /** Returns null if the parameter was not sent and has no default. */
    public String text(String parameter) {
        return (String) parameters.get(parameter);
    }

    /** Returns null if the parameter was not sent. */
    public Instant moment(String parameter) {
        return (Instant) parameters.get(parameter);
    }

    /** Returns the value of a parameter that is required or has a default. */
    public int number(String parameter) {
        return Math.toIntExact(longNumber(parameter));
    }

    /** Returns the value of a parameter that is required or has a default. */
    public long longNumber(String parameter) {
        return ((Number) parameters.get(parameter)).longValue();
    }

    /** Returns the value of a parameter that is required or has a default. */
    public boolean flag(String parameter) {
        return (Boolean) parameters.get(parameter);
    }

    /** Returns the body, empty for an operation without one; date-times are instants. */
    public JsonObject body() {
        return body;
    }
}
