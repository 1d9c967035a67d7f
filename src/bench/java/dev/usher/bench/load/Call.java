package dev.usher.bench.load;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/**
 * One request of the load, created before the clock runs.
 *
 * @param body JSON, or null
 * @param status expected
 * @param repeated status expected when an earlier try, whose answer was lost, succeeded
 */
public record Call(HttpMethod method, String path, Buffer body, int status, int repeated) {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /** Register call that gets a seat or a waitlist entry. */
    public static Call register(String eventId, String userId) {
        return register(eventId, userId, OK);
    }

    /** Register call for a full event without a waitlist. */
    public static Call inVain(String eventId, String userId) {
        return register(eventId, userId, CONFLICT);
    }

    private static Call register(String eventId, String userId, int status) {
        var body = new JsonObject().put("userId", userId).toBuffer();
        return new Call(HttpMethod.POST, "/events/" + eventId + "/register", body, status, CONFLICT);
    }

    public static Call unregister(String eventId, String userId) {
        return new Call(HttpMethod.DELETE, "/events/" + eventId + "/register/" + userId, null, OK, NOT_FOUND);
    }

    public static Call get(String path) {
        return new Call(HttpMethod.GET, path, null, OK, OK);
    }
}
