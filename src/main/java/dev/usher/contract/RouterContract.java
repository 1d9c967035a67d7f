package dev.usher.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Copy of the published contract for the router, with five differences. Every GET has a HEAD. The version is OpenAPI
 * 3.1, whose schemas are JSON Schema; the published one is 3.0 for client generators: what is {@code nullable} there
 * also has the type null here. Media types that the router rejects have other names. {@code servers} is left out: the
 * router takes only absolute URLs there, and would prefix every path with theirs. A pattern's {@code $} becomes
 * {@code \z}, since in Java, unlike in the contract, {@code $} also matches before a final line break.
 */
final class RouterContract {
    private static final String SERVERS = "servers";
    private static final String NULLABLE = "nullable";
    private static final String TYPE = "type";
    private static final Map<String, String> STAND_INS = Map.of(
            "application/problem+json", "application/vnd.usher.problem+json",
            "application/merge-patch+json", "application/vnd.usher.merge-patch+json",
            "text/event-stream", "application/vnd.usher.stream+json",
            "text/calendar", "application/vnd.usher.calendar+json",
            "text/csv", "application/vnd.usher.csv+json");
    private static final Map<String, String> PUBLISHED =
            STAND_INS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private RouterContract() {}

    /** @param published the contract as a YAML reader returns it: maps and lists */
    static JsonObject of(Map<?, ?> published) {
        var copy = object(published);
        copy.remove(SERVERS);
        copy.getJsonObject("paths").forEach(path -> addHead((JsonObject) path.getValue()));
        return copy.put("openapi", "3.1.0");
    }

    /** Returns the published name of a media type of the copy. */
    static String published(String mediaType) {
        return PUBLISHED.getOrDefault(mediaType, mediaType);
    }

    private static void addHead(JsonObject path) {
        var get = path.getJsonObject("get");
        if (get != null) {
            path.put("head", get.copy().put("operationId", Operation.headId(get.getString("operationId"))));
        }
    }

    private static JsonObject object(Map<?, ?> published) {
        var copy = new JsonObject();
        published.forEach((name, value) -> {
            var key = String.valueOf(name);
            if (key.equals("pattern") && value instanceof String pattern) {
                copy.put(key, anchored(pattern));
            } else {
                copy.put(STAND_INS.getOrDefault(key, key), value(value));
            }
        });
        if (Boolean.TRUE.equals(copy.remove(NULLABLE))) {
            copy.put(TYPE, new JsonArray().add(copy.getString(TYPE)).add("null"));
        }
        return copy;
    }

    private static Object value(Object value) {
        if (value instanceof Map<?, ?> members) {
            return object(members);
        }
        if (value instanceof List<?> list) {
            var copy = new JsonArray();
            list.forEach(item -> copy.add(value(item)));
            return copy;
        }
        return value;
    }

    private static String anchored(String pattern) {
        if (!pattern.startsWith("^") || !pattern.endsWith("$")) {
            throw new ContractException("a pattern is not anchored at both ends: " + pattern);
        }
        return pattern.substring(0, pattern.length() - 1) + "\\z";
    }
}
