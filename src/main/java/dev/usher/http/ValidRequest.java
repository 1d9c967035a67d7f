package dev.usher.http;

import dev.usher.bus.Deadline;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * A request that the contract allows, with the contract's defaults filled in. Only {@link RequestRules} makes one; what
 * takes one trusts it.
 *
 * @param parameters by name, of the types that the contract gives them; a cursor is decoded
 * @param body empty for an operation that takes none
 */
record ValidRequest(Map<String, Object> parameters, JsonObject body, Deadline deadline) {

    /** Null when it was not given and has no default. */
    String text(String parameter) {
        return (String) parameters.get(parameter);
    }

    int number(String parameter) {
        return ((Number) parameters.get(parameter)).intValue();
    }
}
