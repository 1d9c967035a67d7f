package dev.usher.http;

import dev.usher.access.Caller;
import dev.usher.bus.Deadline;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * A request that the contract allows, with the contract's defaults filled in. Only {@link RequestRules} makes one; what
 * takes one trusts it.
 *
 * @param parameters by name, of the types that the contract gives them; a cursor is decoded
 * @param body empty for an operation that takes none
 */
record ValidRequest(Map<String, Object> parameters, JsonObject body, Deadline deadline, Caller caller) {
    private static final String USER_ID = "userId";

    /** Null when it was not given and has no default. */
    String text(String parameter) {
        return (String) parameters.get(parameter);
    }

    int number(String parameter) {
        return ((Number) parameters.get(parameter)).intValue();
    }

    /** The user whom it is about: who is named by the path or the body, and who calls where nobody is. */
    Optional<String> about() {
        var named = parameters.containsKey(USER_ID) ? text(USER_ID) : body.getString(USER_ID);
        return named == null ? caller.userId() : Optional.of(named);
    }
}
