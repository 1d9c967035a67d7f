package dev.usher.http.access;

import dev.usher.authz.Caller;
import dev.usher.contract.ValidatedArguments;
import dev.usher.http.operation.Endpoints;
import dev.usher.service.Deadline;
import dev.usher.service.RequestKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Valid request with its caller and deadline.
 *
 * @param http request as received
 */
public record ValidatedRequest(ValidatedArguments arguments, Deadline deadline, Caller caller, HttpServerRequest http) {
    private static final String USER_ID = "userId";

    /** Returns null for a parameter that has no value and no default. */
    public String text(String parameter) {
        return arguments.text(parameter);
    }

    public Instant moment(String parameter) {
        return arguments.moment(parameter);
    }

    public int number(String parameter) {
        return arguments.number(parameter);
    }

    public long longNumber(String parameter) {
        return arguments.longNumber(parameter);
    }

    public boolean flag(String parameter) {
        return arguments.flag(parameter);
    }

    /** Returns an empty object for an operation that takes no body. */
    public JsonObject body() {
        return arguments.body();
    }

    /** Returns null without an {@code Idempotency-Key}. */
    public RequestKey key() {
        return RequestKey.of(text(Endpoints.IDEMPOTENCY_KEY), new JsonObject(new TreeMap<>(body().getMap())).encode());
    }

    /**
     * Returns the id of the resource that the request creates: the one of the body, else one derived from the key, so
     * that a repeated request names the same resource.
     *
     * @param member of the body that has the id
     * @return null where the server generates the id
     */
    public String newId(String member) {
        var named = body().getString(member);
        var key = key();
        return named != null || key == null
                ? named
                : key.id(member + ' ' + caller.userId().orElse(""));
    }

    /** Returns the user whom the request concerns: the one in the path or the body, else the caller's own. */
    public Optional<String> subjectUserId() {
        var named = arguments.has(USER_ID) ? text(USER_ID) : body().getString(USER_ID);
        return named == null ? caller.userId() : Optional.of(named);
    }
}
