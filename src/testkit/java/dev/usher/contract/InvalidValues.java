package dev.usher.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Generates values that a schema of the contract does not allow, each with one defect. Thread-safe. */
final class InvalidValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<JsonNode> OF_ANY_TYPE = List.of(
            JSON.textNode("true"),
            JSON.numberNode(1),
            JSON.numberNode(1.5),
            JSON.booleanNode(true),
            JSON.nullNode(),
            JSON.arrayNode(),
            JSON.objectNode());

    /** Texts that HTTP clients send unchanged, in headers too. */
    private static final List<String> PRINTABLE = List.of("a b", "-", "a,b", "a!", "\"", "~", "a?b");

    private static final List<String> YEARS =
            List.of("1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:01", "9999-12-31T23:59:59-12:00");

    private static final List<String> BLANKS = List.of(" ", "\u00A0 ", "\u200B", "\u2800", "\u3164", "\u0301\u200D");

    private final ValidValues values;

    InvalidValues(ValidValues values) {
        this.values = values;
    }

    /** Invalid member of a body. */
    JsonNode member(JsonNode reference, Random random) {
        var schema = values.resolved(reference);
        List<Supplier<JsonNode>> ways = new ArrayList<>();
        ways.add(() -> otherType(schema, random));
        if (schema.path("type").asText().equals("integer")) {
            ways.add(() -> JSON.numberNode(schema.get("minimum").asLong() - 1 - random.nextInt(3)));
            ways.add(() -> JSON.numberNode(schema.get("maximum").asLong() + 1 + random.nextInt(3)));
        }
        if (schema.path("type").asText().equals("string")) {
            ways.add(() -> JSON.textNode(text(schema, random)));
        }
        return ways.get(random.nextInt(ways.size())).get();
    }

    /** Invalid parameter, as the text to send; null when every text is valid. */
    String parameter(JsonNode reference, Random random) {
        var schema = values.resolved(reference);
        return switch (schema.path("type").asText()) {
            case "integer" ->
                random.nextBoolean()
                        ? List.of("x", "1.0", "+1", "0x1", "1e1").get(random.nextInt(5))
                        : Long.toString(
                                random.nextBoolean()
                                        ? schema.get("minimum").asLong() - 1 - random.nextInt(3)
                                        : schema.get("maximum").asLong() + 1 + random.nextInt(3));
            case "boolean" -> List.of("yes", "TRUE", "1").get(random.nextInt(3));
            default -> text(schema, random);
        };
    }

    private String text(JsonNode schema, Random random) {
        if (schema.has("enum")) {
            return List.of("none", schema.get("enum").get(0).asText().toUpperCase(java.util.Locale.ROOT), "0")
                    .get(random.nextInt(3));
        }
        var format = schema.path("format").asText();
        if (format.equals("date-time") && random.nextBoolean()) {
            return YEARS.get(random.nextInt(YEARS.size()));
        }
        if (format.equals("line") && random.nextBoolean()) {
            return BLANKS.get(random.nextInt(BLANKS.size()));
        }
        if (schema.has("pattern")) {
            for (var bad : PRINTABLE) {
                if (!values.allows(schema, bad) && random.nextInt(3) > 0) {
                    return bad;
                }
            }
        }
        return "a".repeat(schema.get("maxLength").asInt() + 1 + random.nextInt(3));
    }

    private JsonNode otherType(JsonNode schema, Random random) {
        var type = schema.path("type").asText();
        while (true) {
            var value = OF_ANY_TYPE.get(random.nextInt(OF_ANY_TYPE.size()));
            boolean allowed =
                    switch (type) {
                        case "string" -> value.isTextual();
                        case "integer" -> value.isIntegralNumber();
                        case "boolean" -> value.isBoolean();
                        case "array" ->
                            value.isArray()
                                    && value.size() >= schema.path("minItems").asInt();
                        default -> throw new IllegalStateException(type);
                    };
            if (!allowed && !(value.isNull() && schema.path("nullable").asBoolean())) {
                return value;
            }
        }
    }

    /** Makes one member of a body invalid and returns its JSON Pointer. */
    String body(ObjectNode body, JsonNode reference, Random random) {
        var schema = values.resolved(reference);
        var required = schema.path("required");
        if (random.nextInt(5) == 0 && !required.isEmpty()) {
            var name = required.get(random.nextInt(required.size())).asText();
            body.remove(name);
            return "/" + name;
        }
        if (random.nextInt(5) == 0) {
            body.put("unknown", 1);
            return "/unknown";
        }
        if (random.nextInt(5) == 0 && schema.has("minProperties")) {
            body.removeAll();
            return "";
        }
        List<String> names = new ArrayList<>();
        schema.get("properties").fieldNames().forEachRemaining(names::add);
        var name = names.get(random.nextInt(names.size()));
        body.set(name, member(schema.get("properties").get(name), random));
        return "/" + name;
    }
}
