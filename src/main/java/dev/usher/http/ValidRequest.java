package dev.usher.http;

import dev.usher.access.Caller;
import dev.usher.bus.Deadline;
import dev.usher.contract.Arguments;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A request that the contract allows, who sent it, and until when it is to be answered.
 *
 * @param http the request as it came
 */
record ValidRequest(Arguments arguments, Deadline deadline, Caller caller, HttpServerRequest http) {
    private static final String USER_ID = "userId";

    /** Null when it was not given and has no default. */
    String text(String parameter) {
        return arguments.text(parameter);
    }

    int number(String parameter) {
        return arguments.number(parameter);
    }

    long longNumber(String parameter) {
        return arguments.longNumber(parameter);
    }

    /** Empty for an operation that takes none. */
    JsonObject body() {
        return arguments.body();
    }

    /** The user whom it is about: who is named by the path or the body, and who calls where nobody is. */
    Optional<String> about() {
        var named = arguments.has(USER_ID) ? text(USER_ID) : body().getString(USER_ID);
        return named == null ? caller.userId() : Optional.of(named);
    }
}
