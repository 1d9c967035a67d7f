package dev.usher.bench.load;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/**
 * One request of the load, made before the clock runs.
 *
 * @param body JSON, or null
 */
public record Call(HttpMethod method, String path, Buffer body) {

    public static Call register(String eventId, String userId) {
        return new Call(
                HttpMethod.POST,
                "/events/" + eventId + "/register",
                new JsonObject().put("userId", userId).toBuffer());
    }

    public static Call unregister(String eventId, String userId) {
        return new Call(HttpMethod.DELETE, "/events/" + eventId + "/register/" + userId, null);
    }

    public static Call get(String path) {
        return new Call(HttpMethod.GET, path, null);
    }
}
