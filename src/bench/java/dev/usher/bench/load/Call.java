package dev.usher.bench.load;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/**
 * One request of the load, made before the clock runs.
 *
 * @param body JSON, or null
 * @param status that answers it
 * @param repeated what answers it when an earlier try of it, whose answer was lost, was done
 */
public record Call(HttpMethod method, String path, Buffer body, int status, int repeated) {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /** Who gets a seat or a place in line. */
    public static Call register(String eventId, String userId) {
        return register(eventId, userId, OK);
    }

    /** Who comes to an event that is full, without a line. */
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
