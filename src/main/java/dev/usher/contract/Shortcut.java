package dev.usher.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognizes values that are surely as their schema says, so that the validator, which compiles a pattern each time it
 * meets one, is asked about the others only. Sure of nothing where a schema uses a keyword that is not known here.
 * Immutable.
 */
final class Shortcut {
    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "enum",
            "required",
            "properties",
            "additionalProperties");
    private static final Set<String> ANNOTATIONS = Set.of("title", "description", "default", "example", "examples");

    private final boolean known;
    private final String type;
    private final Pattern pattern;
    private final int minLength;
    private final int maxLength;
    private final long minimum;
    private final long maximum;
    private final JsonArray values;
    private final JsonArray required;
    private final Map<String, Shortcut> members = new HashMap<>();

    /** @param schema without references */
    Shortcut(JsonObject schema) {
        known = schema.fieldNames().stream()
                .allMatch(keyword -> KEYWORDS.contains(keyword)
                        || ANNOTATIONS.contains(keyword)
                        || keyword.equals("format") && Cursor.FORMAT.equals(schema.getValue(keyword)));
        type = schema.getValue("type") instanceof String single ? single : null;
        pattern = schema.containsKey("pattern") ? Pattern.compile(schema.getString("pattern")) : null;
        minLength = schema.getInteger("minLength", 0);
        maxLength = schema.getInteger("maxLength", Integer.MAX_VALUE);
        minimum = schema.getLong("minimum", Long.MIN_VALUE);
        maximum = schema.getLong("maximum", Long.MAX_VALUE);
        values = schema.getJsonArray("enum");
        required = schema.getJsonArray("required", new JsonArray());
        schema.getJsonObject("properties", new JsonObject())
                .forEach(member -> members.put(member.getKey(), new Shortcut((JsonObject) member.getValue())));
    }

    /** False also for what may well be valid. */
    boolean isSureOf(Object value) {
        if (!known || type == null || values != null && !values.contains(value)) {
            return false;
        }
        return switch (type) {
            case "string" -> value instanceof String text && text(text);
            case "integer" ->
                (value instanceof Long || value instanceof Integer) && number(((Number) value).longValue());
            case "boolean" -> value instanceof Boolean;
            case "object" -> value instanceof JsonObject object && object(object);
            default -> false;
        };
    }

    private boolean text(String text) {
        int length = text.codePointCount(0, text.length());
        return length >= minLength
                && length <= maxLength
                && (pattern == null || pattern.matcher(text).find());
    }

    private boolean number(long number) {
        return number >= minimum && number <= maximum;
    }

    private boolean object(JsonObject object) {
        for (var member : object) {
            var rule = members.get(member.getKey());
            if (rule == null || !rule.isSureOf(member.getValue())) {
                return false;
            }
        }
        for (var name : required) {
            if (!object.containsKey((String) name)) {
                return false;
            }
        }
        return true;
    }
}
