package dev.usher.http;

import dev.usher.access.Caller;
import dev.usher.bus.Deadline;
import dev.usher.bus.RequestKey;
import dev.usher.contract.Arguments;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.TreeMap;

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

    /** Null without an {@code Idempotency-Key}. */
    RequestKey key() {
        return RequestKey.of(text(Endpoints.IDEMPOTENCY_KEY), new JsonObject(new TreeMap<>(body().getMap())).encode());
    }

    /**
     * Id of what the request creates: the one of the body, else one that is derived from the key, so that a repeated
     * request names the same.
     *
     * @param member of the body
     * @return null where the server is to make one
     */
    String newId(String member) {
        var named = body().getString(member);
        var key = key();
        return named != null || key == null
                ? named
                : key.id(member + ' ' + caller.userId().orElse(""));
    }

    /** The user whom it is about: who is named by the path or the body, and who calls where nobody is. */
    Optional<String> about() {
        var named = arguments.has(USER_ID) ? text(USER_ID) : body().getString(USER_ID);
        return named == null ? caller.userId() : Optional.of(named);
    }
}
