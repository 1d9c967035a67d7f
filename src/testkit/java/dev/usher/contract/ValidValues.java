package dev.usher.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.curiousoddman.rgxgen.RgxGen;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Generates values that a schema of the contract allows. Prefers the schema's example, so that one request finds what
 * another created. Thread-safe; the same random numbers give the same value.
 */
final class ValidValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int TRIES = 10_000;
    private static final int MAX_ENTRIES = 5;
    /** Latest moment that the timestamp pattern can express with any offset. */
    private static final long LAST_MOMENT =
            Instant.parse("9998-12-31T00:00:00Z").getEpochSecond();
    /** Characters outside ASCII, outside the BMP, and those that JSON escapes; used where the schema allows them. */
    private static final List<String> ODDITIES = List.of("é", "😀", "\"", "\\", "ﬀ", "\u200B", "中", "<", "%");

    private final JsonNode contract;
    private final Map<String, RgxGen> patterns = new ConcurrentHashMap<>();

    ValidValues(JsonNode contract) {
        this.contract = contract;
    }

    /** The node itself, or the target of its reference. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? contract.at(node.get("$ref").asText().substring(1)) : node;
    }

    JsonNode draw(JsonNode reference, Random random) {
        var schema = resolved(reference);
        if (schema.path("nullable").asBoolean() && random.nextInt(4) == 0) {
            return JSON.nullNode();
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        var type = schema.path("type").asText();
        if (schema.has("example") && !type.equals("object") && random.nextInt(3) == 0) {
            return schema.get("example");
        }
        return switch (type) {
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "integer" -> JSON.numberNode(integer(schema, random));
            case "string" -> JSON.textNode(text(schema, random));
            case "object" -> object(schema, random);
            case "array" -> array(schema, random);
            default -> throw new IllegalStateException("a " + type + " in a request: " + schema);
        };
    }

    /** Often a limit, where mistakes are likely. */
    private static long integer(JsonNode schema, Random random) {
        long least = schema.path("minimum").asLong(Integer.MIN_VALUE);
        long most = schema.path("maximum").asLong(Integer.MAX_VALUE);
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + random.nextLong(Math.min(most - least, 50) + 1);
        };
    }

    private String text(JsonNode schema, Random random) {
        if (schema.path("format").asText().equals("date-time")) {
            return moment(random);
        }
        int least = schema.path("minLength").asInt();
        int most = schema.path("maxLength").asInt(60);
        for (int i = 0; i < TRIES; i++) {
            var text = schema.has("pattern") ? matching(schema.get("pattern").asText(), random) : "a";
            if (random.nextInt(4) == 0) {
                text += ODDITIES.get(random.nextInt(ODDITIES.size()));
            }
            if (random.nextInt(8) == 0 && !text.isEmpty()) {
                text = text.repeat(most / text.length() + 1);
            }
            text = text.substring(0, text.offsetByCodePoints(0, Math.min(most, text.codePointCount(0, text.length()))));
            if (text.codePointCount(0, text.length()) >= least && allows(schema, text) && isSeen(schema, text)) {
                return text;
            }
        }
        throw new IllegalStateException("no text for " + schema);
    }

    /** The contract requires a visible character in words only. */
    private static boolean isSeen(JsonNode schema, String text) {
        return !schema.path("format").asText().equals("line")
                || text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    boolean allows(JsonNode schema, String text) {
        return !schema.has("pattern")
                || Pattern.matches(schema.get("pattern").asText(), text) && !text.endsWith("\n")
                || schema.get("pattern").asText().contains("\\u000B") && text.endsWith("\n");
    }

    private String matching(String pattern, Random random) {
        return patterns.computeIfAbsent(pattern, RgxGen::parse).generate(random);
    }

    private static String moment(Random random) {
        var offset =
                ZoneOffset.ofTotalSeconds((random.nextInt(37) - 18) * 3600 / (random.nextBoolean() ? 1 : 2) / 60 * 60);
        var moment = Instant.ofEpochSecond(random.nextLong(LAST_MOMENT), random.nextInt(1_000) * 1_000_000L);
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX").format(moment.atOffset(offset));
    }

    /** A few entries, all different. */
    private ArrayNode array(JsonNode schema, Random random) {
        var entries = new LinkedHashSet<JsonNode>();
        int least = schema.path("minItems").asInt();
        for (int i = least + random.nextInt(MAX_ENTRIES); i > 0 || entries.size() < least; i--) {
            entries.add(draw(schema.get("items"), random));
        }
        return JSON.arrayNode().addAll(entries);
    }

    private ObjectNode object(JsonNode schema, Random random) {
        var object = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        List<String> names = new ArrayList<>();
        schema.get("properties").fieldNames().forEachRemaining(names::add);
        for (var name : names) {
            if (required.contains(name) || random.nextInt(3) == 0) {
                object.set(name, draw(schema.get("properties").get(name), random));
            }
        }
        while (object.size() < schema.path("minProperties").asInt()) {
            var name = names.get(random.nextInt(names.size()));
            object.set(name, draw(schema.get("properties").get(name), random));
        }
        return object;
    }
}
