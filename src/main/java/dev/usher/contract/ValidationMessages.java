package dev.usher.contract;

import io.vertx.core.json.JsonArray;
import java.util.stream.Collectors;

/**
 * Error messages for violated schema keywords. Each is the predicate of a sentence whose subject is the place's name.
 */
final class ValidationMessages {
    static final String VISIBLE = "must contain a visible character";

    private ValidationMessages() {}

    /** @param asked the keyword's value in the schema */
    static String of(String keyword, Object asked) {
        return switch (keyword) {
            case "type" -> "must be " + (asked instanceof JsonArray either ? either(either) : type(asked));
            case "required" -> "is missing";
            case "additionalProperties" -> "is unknown";
            case "minimum" -> "must be at least " + asked;
            case "maximum" -> "must be at most " + asked;
            case "minLength" -> "must have a length of at least " + asked;
            case "maxLength" -> "must have a length of at most " + asked;
            case "minProperties" -> "must have at least one member";
            case "minItems" ->
                "must have at least " + asked + (Integer.valueOf(1).equals(asked) ? " entry" : " entries");
            case "maxItems" -> "must have at most " + asked + " entries";
            case "uniqueItems" -> "occurs more than once";
            case "pattern" -> "does not match the required pattern";
            case "enum" -> "must be " + (((JsonArray) asked).size() == 1 ? "" : "one of ") + listed((JsonArray) asked);
            default -> throw new IllegalArgumentException(keyword);
        };
    }

    private static String either(JsonArray types) {
        return types.stream().map(ValidationMessages::type).collect(Collectors.joining(" or "));
    }

    private static String type(Object name) {
        return "integer".equals(name) ? "an integer" : "null".equals(name) ? "null" : "of type " + name;
    }

    private static String listed(JsonArray values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
