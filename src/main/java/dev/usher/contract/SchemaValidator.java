package dev.usher.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Schema of the contract, compiled once. Checks a value in one pass that is linear in the size of the value. Supports
 * the keywords that the contract uses for requests; any other one fails the start. Immutable.
 */
final class SchemaValidator {
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
            "additionalProperties",
            "minProperties",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean", "object", "array", "null");
    private static final Set<String> ANNOTATIONS =
            Set.of("title", "description", "default", "example", "examples", "format");

    private final JsonObject json;
    private final List<String> types;
    private final Pattern pattern;
    private final int minLength;
    private final int maxLength;
    private final double minimum;
    private final double maximum;
    private final JsonArray values;
    private final JsonArray required;
    private final boolean closed;
    private final int minProperties;
    private final Map<String, SchemaValidator> members = new HashMap<>();
    private final SchemaValidator items;
    private final int minItems;
    private final int maxItems;
    private final boolean unique;

    /** @param json schema without references */
    SchemaValidator(JsonObject json) {
        json.fieldNames().stream()
                .filter(keyword -> !isChecked(keyword))
                .findAny()
                .ifPresent(keyword -> {
                    throw new ContractException("unsupported keyword in the schema of a request: " + keyword);
                });
        this.json = json;
        this.types = json.getValue("type") instanceof JsonArray several
                ? several.stream().map(String::valueOf).toList()
                : List.of(json.getString("type", ""));
        if (!TYPES.containsAll(types)) {
            throw new ContractException("unsupported type in the schema of a request: " + types);
        }
        this.pattern = json.containsKey("pattern") ? Pattern.compile(json.getString("pattern")) : null;
        this.minLength = json.getInteger("minLength", 0);
        this.maxLength = json.getInteger("maxLength", Integer.MAX_VALUE);
        this.minimum = json.getDouble("minimum", Double.NEGATIVE_INFINITY);
        this.maximum = json.getDouble("maximum", Double.POSITIVE_INFINITY);
        this.values = json.getJsonArray("enum");
        this.required = json.getJsonArray("required", new JsonArray());
        this.closed = Boolean.FALSE.equals(json.getValue("additionalProperties"));
        this.minProperties = json.getInteger("minProperties", 0);
        properties()
                .forEach(member -> members.put(member.getKey(), new SchemaValidator((JsonObject) member.getValue())));
        this.items = json.containsKey("items") ? new SchemaValidator(json.getJsonObject("items")) : null;
        this.minItems = json.getInteger("minItems", 0);
        this.maxItems = json.getInteger("maxItems", Integer.MAX_VALUE);
        this.unique = json.getBoolean("uniqueItems", false);
        if (types.contains("array") && (items == null || unique && !"string".equals(items.type()))) {
            throw new ContractException("an array must declare its items, and unique ones must be strings");
        }
    }

    /** Returns whether a keyword is relevant here: the reference resolver adds keys of its own. */
    private static boolean isChecked(String keyword) {
        return KEYWORDS.contains(keyword)
                || ANNOTATIONS.contains(keyword)
                || keyword.startsWith("x-")
                || !JsonSchema.EXCLUDE_ANNOTATIONS.test(keyword);
    }

    /** Error of a value, at a JSON Pointer. */
    record Flaw(String pointer, String message) {}

    /** @return empty for a valid value */
    List<Flaw> check(Object value) {
        var flaws = new ArrayList<Flaw>();
        check("", value, flaws);
        return flaws;
    }

    /** Returns the schema's type, or null unless it has exactly one. */
    String type() {
        return types.size() == 1 ? types.get(0) : null;
    }

    String format() {
        return json.getString("format");
    }

    /** Returns null if the schema has no default. */
    Object defaultValue() {
        return json.getValue("default");
    }

    /** Returns whether a property may be null. */
    boolean takesNull(String property) {
        return members.get(property).types.contains("null");
    }

    JsonObject properties() {
        return json.getJsonObject("properties", new JsonObject());
    }

    private void check(String pointer, Object value, List<Flaw> flaws) {
        if (!isOfType(value)) {
            flaws.add(flaw(pointer, "type"));
        } else if (values != null && !values.contains(value)) {
            flaws.add(flaw(pointer, "enum"));
        } else if (value instanceof String text) {
            text(pointer, text, flaws);
        } else if (value instanceof Number number) {
            number(pointer, number, flaws);
        } else if (value instanceof JsonObject object) {
            object(pointer, object, flaws);
        } else if (value instanceof JsonArray array) {
            array(pointer, array, flaws);
        }
    }

    private boolean isOfType(Object value) {
        for (var type : types) {
            if (is(type, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(String type, Object value) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "integer" ->
                value instanceof Integer
                        || value instanceof Long
                        || value instanceof Double number && Double.isFinite(number) && number == Math.rint(number);
            case "boolean" -> value instanceof Boolean;
            case "object" -> value instanceof JsonObject;
            case "array" -> value instanceof JsonArray;
            default -> value == null;
        };
    }

    private void text(String pointer, String text, List<Flaw> flaws) {
        int length = text.codePointCount(0, text.length());
        if (length < minLength) {
            flaws.add(flaw(pointer, "minLength"));
        } else if (length > maxLength) {
            flaws.add(flaw(pointer, "maxLength"));
        } else if (pattern != null && !pattern.matcher(text).find()) {
            flaws.add(flaw(pointer, "pattern"));
        }
    }

    private void number(String pointer, Number number, List<Flaw> flaws) {
        if (number.doubleValue() < minimum) {
            flaws.add(flaw(pointer, "minimum"));
        } else if (number.doubleValue() > maximum) {
            flaws.add(flaw(pointer, "maximum"));
        }
    }

    private void object(String pointer, JsonObject object, List<Flaw> flaws) {
        if (object.size() < minProperties) {
            flaws.add(flaw(pointer, "minProperties"));
        }
        for (var name : required) {
            if (!object.containsKey((String) name)) {
                flaws.add(flaw(pointer + "/" + name, "required"));
            }
        }
        for (var member : object) {
            var rule = members.get(member.getKey());
            if (rule != null) {
                rule.check(member(pointer, member.getKey()), member.getValue(), flaws);
            } else if (closed) {
                flaws.add(flaw(member(pointer, member.getKey()), "additionalProperties"));
            }
        }
    }

    private void array(String pointer, JsonArray array, List<Flaw> flaws) {
        if (array.size() < minItems) {
            flaws.add(flaw(pointer, "minItems"));
        } else if (array.size() > maxItems) {
            flaws.add(flaw(pointer, "maxItems"));
        }
        var seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            var item = array.getValue(i);
            items.check(pointer + "/" + i, item, flaws);
            if (unique && !seen.add(item)) {
                flaws.add(flaw(pointer + "/" + i, "uniqueItems"));
            }
        }
    }

    /** Returns the JSON Pointer of a member. */
    private static String member(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private Flaw flaw(String pointer, String keyword) {
        return new Flaw(pointer, ValidationMessages.of(keyword, json.getValue(keyword)));
    }
}
