package dev.usher.contract;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * What an operation is called with, as the contract allows it and with its defaults filled in. Only
 * {@link RequestRules} makes one; what takes one trusts it. Belongs to one request.
 */
public final class Arguments {
    private final Map<String, Object> parameters;
    private final JsonObject body;

    /** @param parameters of the types that the contract gives them; a cursor is decoded */
    Arguments(Map<String, Object> parameters, JsonObject body) {
        this.parameters = parameters;
        this.body = body;
    }

    /** Whether it was given, or has a default. */
    public boolean has(String parameter) {
        return parameters.containsKey(parameter);
    }

    /** Null when it was not given and has no default. */
    public String text(String parameter) {
        return (String) parameters.get(parameter);
    }

    /** Of a parameter that is required, or has a default. */
    public int number(String parameter) {
        return Math.toIntExact(longNumber(parameter));
    }

    /** Of a parameter that is required, or has a default. */
    public long longNumber(String parameter) {
        return ((Number) parameters.get(parameter)).longValue();
    }

    /** Empty for an operation that takes none; moments are instants. */
    public JsonObject body() {
        return body;
    }
}
